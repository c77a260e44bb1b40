using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NetdevExporter.Tests.Http;

/// <summary>The base library's view of an address that the exporter has made.</summary>
internal static class EndPoints
{
    internal static EndPoint Of(NetdevExporter.Platform.SocketAddress address)
    {
        if (address.IsUnix)
        {
            return new UnixDomainSocketEndPoint(Encoding.UTF8.GetString(address.Bytes[2..].TrimEnd((byte)0)));
        }

        AddressFamily family = address.IsV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        SocketAddress native = new(family, address.Bytes.Length);
        address.Bytes.CopyTo(native.Buffer.Span);
        return new IPEndPoint(address.IsV6 ? IPAddress.IPv6Any : IPAddress.Any, 0).Create(native);
    }
}
