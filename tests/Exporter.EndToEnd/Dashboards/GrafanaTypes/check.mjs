// node check.mjs FOLDER FILE...: checks dashboards against the types in dashboard.ts; FOLDER holds node_modules.
// Prints a line for each mistake; exits with 1 if there is one.
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [folder, ...files] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(folder, 'index.js'));
const { createGenerator } = require('ts-json-schema-generator');
const Ajv = require('ajv').default;

const types = join(folder, 'dashboard.ts');
copyFileSync(new URL('dashboard.ts', import.meta.url), types);

// Keys that no type names are mistakes. Two plugins have types of one name, so each stands where it is used.
const generator = createGenerator({ path: types, skipTypeCheck: true, expose: 'none', topRef: false });
const ajv = new Ajv({ allErrors: true, strict: false });
const panelTypes = generator.createSchema('PanelTypes').properties;
const isDashboard = ajv.compile(generator.createSchema('Dashboard'));

let mistakes = 0;
function check(validate, value, where) {
  if (validate(value)) return;
  for (const error of validate.errors) {
    mistakes++;
    console.log(`${where}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  }
}

for (const file of files) {
  const dashboard = JSON.parse(readFileSync(file, 'utf8'));
  check(isDashboard, dashboard, file);
  for (const panel of dashboard.panels.filter((panel) => panel.type !== 'row')) {
    const parts = panelTypes[panel.type]?.properties ?? {};
    const given = { options: panel.options, custom: panel.fieldConfig?.defaults.custom };
    if (!parts.options) {
      mistakes++;
      console.log(`${file}: ${panel.title}: no types for a panel of type ${panel.type}`);
    }
    for (const part of Object.keys(parts)) {
      check(ajv.compile(parts[part]), given[part] ?? {}, `${file}: ${panel.title}: ${part}`);
    }
  }
}
process.exit(mistakes === 0 ? 0 : 1);
