using System;
using System.Diagnostics;
using System.IO;
using System.Net;

namespace NetdevExporter.EndToEnd.Crowds;

/// <summary>A real reverse proxy before an exporter, which never sends a request twice.</summary>
internal sealed class CrowdProxy : IDisposable
{
    private const string Nginx = """
        daemon off;
        master_process off;
        pid FOLDER/pid;
        error_log FOLDER/log crit;
        worker_rlimit_nofile 4096;
        events { worker_connections 2048; }
        http {
          access_log off;
          client_body_temp_path FOLDER/1;
          proxy_temp_path FOLDER/2;
          fastcgi_temp_path FOLDER/3;
          uwsgi_temp_path FOLDER/4;
          scgi_temp_path FOLDER/5;
          keepalive_requests 100000;
          upstream exporter {
            server UPSTREAM;
            keepalive 400;
          }
          server {
            listen LISTEN backlog=1024;
            location / {
              proxy_pass http://exporter;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_next_upstream off;
            }
          }
        }

        """;

    private const string Haproxy = """
        global
          maxconn 2048
        defaults
          mode http
          retries 0
          timeout connect 10s
          timeout client 60s
          timeout server 30s
        listen exporter
          bind LISTEN
          http-reuse safe
          server exporter UPSTREAM

        """;

    private readonly TemporaryFolder folder = new();
    private readonly Process process;

    private CrowdProxy(string name, string program, string configuration, string option, IPEndPoint upstream)
    {
        string tool = Path.Combine(Machine.Tools, name, "usr");
        Machine.Require(File.Exists(Path.Combine(tool, program)), $"{name} (tests/Exporter.EndToEnd/prepare.sh)");
        string file = folder.Write("configuration", configuration.Replace("FOLDER", folder.FullName)
            .Replace("LISTEN", Address.ToString()).Replace("UPSTREAM", upstream.ToString()));
        ProcessStartInfo start = new(Path.Combine(tool, program), [option, file])
        {
            RedirectStandardError = true,
            Environment = { ["LD_LIBRARY_PATH"] = $"{tool}/lib/x86_64-linux-gnu:{tool}/lib/aarch64-linux-gnu" },
        };
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using WireClient? client = WireClient.Await(Address, () => process.HasExited);
        if (client is null)
        {
            Dispose();
            throw new InvalidOperationException($"{name} does not answer");
        }
    }

    internal IPEndPoint Address { get; } = FreePort.TakeLoopback();

    internal static CrowdProxy Start(string name, Instance exporter) => name switch
    {
        "nginx" => new CrowdProxy(name, "sbin/nginx", Nginx, "-c", (IPEndPoint)exporter.Address),
        "haproxy" => new CrowdProxy(name, "sbin/haproxy", Haproxy, "-f", (IPEndPoint)exporter.Address),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such proxy"),
    };

    public void Dispose()
    {
        Tool.End(process);
        folder.Dispose();
    }
}
