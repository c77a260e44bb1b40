// What check.mjs compares dashboard.json with: Grafana's own types, as its packages publish them.
export type { Dashboard } from '@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import type * as barGauge from '@grafana/schema/dist/types/raw/composable/bargauge/panelcfg/x/types.gen';
import type * as stat from '@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import type * as stateTimeline from '@grafana/schema/dist/types/raw/composable/statetimeline/panelcfg/x/types.gen';
import type * as table from '@grafana/schema/dist/types/raw/composable/table/panelcfg/x/types.gen';
import type * as timeSeries from '@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';

/** What a panel type's plugin takes; the dashboard's own type says nothing of it. */
export interface PanelTypes {
  bargauge: { options: barGauge.Options };
  stat: { options: stat.Options };
  'state-timeline': { options: stateTimeline.Options; custom: stateTimeline.FieldConfig };
  table: { options: table.Options; custom: table.FieldConfig };
  timeseries: { options: timeSeries.Options; custom: timeSeries.FieldConfig };
}
