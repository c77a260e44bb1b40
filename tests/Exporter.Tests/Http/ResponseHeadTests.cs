using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NetdevExporter.Http;
using NetdevExporter.Http.Message;
using NetdevExporter.Platform;
using Xunit;

namespace NetdevExporter.Tests.Http;

public sealed class ResponseHeadTests
{
    private static readonly Regex Date = new("(?<=\r\nDate: )[^\r]+");

    [Fact]
    public void The_usual_head_is_these_bytes() =>
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
            + "Content-Length: 12345\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
            Date.Replace(Write(ResponseStatus.Ok, ResponseHead.Exposition, 12345, default), "D"));

    [Fact]
    public void A_compressed_body_is_said_to_be_one() =>
        Assert.Contains(
            "utf-8\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n",
            Write(ResponseStatus.Ok, ResponseHead.Exposition, 1, default, isGzip: true));

    [Fact]
    public void A_method_that_is_not_served_is_told_which_are() =>
        Assert.Equal(
            "HTTP/1.1 405 Method Not Allowed\r\nDate: D\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: 0\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + "Allow: GET, HEAD, OPTIONS\r\nConnection: close\r\n\r\n",
            Date.Replace(Write(ResponseStatus.MethodNotAllowed, ResponseHead.Text, 0, "close"u8), "D"));

    [Fact]
    public void A_head_without_content_says_neither_a_type_nor_a_length() =>
        Assert.Equal(
            "HTTP/1.1 204 No Content\r\nDate: D\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            + "Allow: GET, HEAD, OPTIONS\r\n\r\n",
            Date.Replace(Write(ResponseStatus.NoContent, ResponseHead.Text, 0, default), "D"));

    [Fact]
    public void A_browser_may_apply_the_landing_pages_own_style_and_load_run_send_and_frame_nothing()
    {
        string landing = SiteBody.Of(new Site("/metrics", "/f", "v"), "/");
        string style = Assert.Single(Regex.Matches(landing, "(?<=<style>).*?(?=</style>)")).Value;
        string digest = Convert.ToBase64String(SHA256.HashData(Latin1.Bytes(style)));
        Assert.Contains(
            $"\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'\r\n",
            Write(ResponseStatus.Ok, ResponseHead.Html, 1, default, policy: Latin1.Text(LandingPage.ContentPolicy)));
        Assert.DoesNotContain("style=", landing);
        Assert.DoesNotContain("Policy", Write(ResponseStatus.NotFound, ResponseHead.Text, 1, default));
    }

    [Fact]
    public void What_has_an_entity_tag_may_be_stored_and_is_asked_for_again() =>
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Encoding: gzip\r\n"
            + "Content-Length: 7\r\nETag: W/\"12AB\"\r\nCache-Control: no-cache\r\nVary: Accept-Encoding\r\n"
            + "X-Content-Type-Options: nosniff\r\n\r\n",
            Date.Replace(Write(ResponseStatus.Ok, ResponseHead.Text, 7, default, isGzip: true, tag: "12AB"), "D"));

    [Fact]
    public void Of_what_has_not_changed_the_tag_is_told_and_neither_type_nor_length() =>
        Assert.Equal(
            "HTTP/1.1 304 Not Modified\r\nDate: D\r\nETag: W/\"12AB\"\r\nCache-Control: no-cache\r\n"
            + "Vary: Accept-Encoding\r\nX-Content-Type-Options: nosniff\r\n\r\n",
            Date.Replace(Write(ResponseStatus.NotModified, ResponseHead.Text, 0, default, tag: "12AB"), "D"));

    [Fact]
    public void The_date_is_now()
    {
        DateTime before = DateTime.UtcNow.AddSeconds(-1);
        string date = Date.Match(Write(ResponseStatus.Ok, ResponseHead.Text, 0, default)).Value;
        DateTime moment = DateTime.ParseExact(
            date, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.InRange(moment, before, DateTime.UtcNow);
    }

    /// <summary>What must not be stored has no tag, and what has a tag is no page with a policy.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("FFFFFFFFFFFFFFFF", false)]
    public void The_head_of_every_status_fits_its_room(string tag, bool hasPolicy)
    {
        foreach (ResponseStatus status in Enum.GetValues<ResponseStatus>())
        {
            string head = Write(
                status, ResponseHead.Html, int.MaxValue, "keep-alive"u8, isGzip: true, tag,
                hasPolicy ? Latin1.Text(LivePage.ContentPolicy) : "");
            Assert.StartsWith($"HTTP/1.1 {(int)status} ", head);
            Assert.EndsWith("\r\n\r\n", head);
            Assert.InRange(head.Length, 1, Page.HeadRoom);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 stays open unless something is said", true, false, "")]
    [InlineData("HTTP/1.1 that closes", false, false, "close")]
    [InlineData("HTTP/1.0 closes unless something is said; an answer may say it again", false, true, "close")]
    [InlineData("HTTP/1.0 that stays open", true, true, "keep-alive")]
    public void The_connection_is_mentioned_where_the_versions_default_does_not_hold(
        string why,
        bool keepAlive,
        bool isHttp10,
        string option)
    {
        PendingAnswer answer = new(resource: null, isHead: false, isHttp10, keepAlive, prefersGzip: false);
        Assert.True(option == Latin1.Text(answer.ConnectionOption), why);
    }

    /// <summary>
    /// Writes a head into as much room as a page has for it, with a page behind it that nobody may touch.
    /// </summary>
    private static string Write(
        ResponseStatus status,
        ReadOnlySpan<byte> contentType,
        int contentLength,
        ReadOnlySpan<byte> connection,
        bool isGzip = false,
        string tag = "",
        string policy = "")
    {
        using GuardedMemory memory = new(Page.HeadRoom);
        Span<byte> head = memory.Last(Page.HeadRoom);
        ByteWriter writer = new(head);
        Representation content = new(contentType)
        {
            IsGzip = isGzip,
            EntityTag = Latin1.Bytes(tag),
            Policy = Latin1.Bytes(policy),
        };
        ResponseHead.Write(ref writer, status, content, contentLength, connection);
        Assert.False(writer.HasOverflowed);
        return Latin1.Text(head[..writer.Length]);
    }
}
