using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;

namespace NetdevExporter.Tests.Http;

/// <summary>Bodies of a site, without a server.</summary>
internal static class SiteBody
{
    /// <summary>The body at a path.</summary>
    /// <param name="fault">Why there is no page; empty if there is one.</param>
    /// <param name="room">How much room it gets.</param>
    internal static string Of(Site site, string path, string fault = "", int room = Responder.BodyBytesMax) =>
        Of(site.Find(Latin1.Bytes(path))!, fault, room);

    /// <summary>The body of a resource.</summary>
    internal static string Of(Resource resource, string fault = "", int room = Responder.BodyBytesMax)
    {
        using GuardedMemory memory = new(room);
        ByteWriter body = new(memory.Last(room));
        _ = resource.Write!(Latin1.Bytes(fault), ref body);
        return body.HasOverflowed ? "overflowed" : Latin1.Text(memory.Last(room)[..body.Length]);
    }
}
