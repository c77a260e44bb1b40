using System;
using System.Text;

namespace NetdevExporter.Devices;

/// <summary>Which devices are shown, by name: one decision for every family.</summary>
/// <param name="included">The globs of which a name must match one; if there are none, every name is included.</param>
/// <param name="excluded">The globs of which it must match none. Both are valid, and separated by commas.</param>
internal sealed class DeviceFilter(string included, string excluded)
{
    /// <summary>Stands for a hexadecimal digit in the preset.</summary>
    internal const byte Digit = (byte)'#';

    private readonly byte[] included = Encoding.UTF8.GetBytes(included);
    private readonly byte[] excluded = Encoding.UTF8.GetBytes(excluded);

    /// <summary>
    /// The globs of the preset: what container engines, network plugins of Kubernetes and hypervisors create on a host.
    /// </summary>
    internal static ReadOnlySpan<byte> Containers =>
        "veth*,docker*,br-############,###############,cali*,cni*,flannel*,podman*,lxc*,lxdbr*,incusbr*,virbr*,vnet*,"u8
        + "cilium*,weave*,kube-*,nodelocaldns,vxlan.calico,azv*,eni#*,gke#*,ve-*,vb-*"u8;

    internal ReadOnlySpan<byte> Included => included;

    internal ReadOnlySpan<byte> Excluded => excluded;

    /// <summary>Whether there is no glob.</summary>
    internal bool KeepsAll => included.Length + excluded.Length == 0;

    /// <summary>Whether a device is shown.</summary>
    internal bool Keeps(ReadOnlySpan<byte> name) =>
        FindMatch(excluded, name).IsEmpty && (included.Length == 0 || !FindMatch(included, name).IsEmpty);

    /// <summary>The first glob that a name matches; empty if it matches none.</summary>
    /// <param name="globs">Globs and presets, separated by commas.</param>
    /// <param name="digit">The byte that stands for a hexadecimal digit; 0 for none.</param>
    internal static ReadOnlySpan<byte> FindMatch(ReadOnlySpan<byte> globs, ReadOnlySpan<byte> name, byte digit = 0)
    {
        while (!globs.IsEmpty)
        {
            ReadOnlySpan<byte> glob = TakeGlob(ref globs);
            if (IsPreset(glob) ? !FindMatch(Containers, name, Digit).IsEmpty : DeviceGlob.Matches(glob, name, digit))
            {
                return glob;
            }
        }

        return default;
    }

    /// <summary>Takes the first glob from a list.</summary>
    internal static ReadOnlySpan<byte> TakeGlob(scoped ref ReadOnlySpan<byte> globs)
    {
        int comma = globs.IndexOf((byte)',');
        ReadOnlySpan<byte> glob = comma < 0 ? globs : globs[..comma];
        globs = comma < 0 ? default : globs[(comma + 1)..];
        return glob;
    }

    /// <summary>Whether a valid glob is the name of the preset.</summary>
    internal static bool IsPreset(ReadOnlySpan<byte> glob) => glob[0] == '@';
}
