using System.Net;
using System.Net.Sockets;

namespace Ephemeral.TestKit;

/// <summary>Finds a free port of the loopback address.</summary>
public static class LoopbackPort
{
    /// <summary>Gets a port that was free a moment ago; whoever needs it must be ready to lose the race and ask for another.</summary>
    public static int Next()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
