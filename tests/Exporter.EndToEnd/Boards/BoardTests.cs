using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Xunit;

namespace NetdevExporter.EndToEnd.Boards;

/// <summary>
/// On kernels, processors and page sizes that are not this machine's it does what it does here: whole systems booted
/// in software, each of which runs the checks of init.sh with the executable.
/// </summary>
[Collection(BootedBoards.Name)]
public sealed class BoardTests
{
    private const int Seconds = 1800; // a minute on an idle machine

    private const int ManyInterfaces = 1004;

    public static TheoryData<string> Boards => [.. Board.Selected.Select(board => board.Name)];

    [Theory]
    [MemberData(nameof(Boards))]
    public void Every_check_holds_on_it(string name)
    {
        Board board = Board.Named(name);
        board.Require();
        Stopwatch watch = Stopwatch.StartNew();
        using Guest guest = new(board);
        IReadOnlyList<string> lines = guest.WaitForEnd(Seconds);
        GuestReport report = new(lines);
        TestContext.Current.SendDiagnosticMessage($"{name}: {watch.Elapsed.TotalSeconds:F0} s, {report.Figures}");
        IReadOnlyList<string> expected = GuestChecks.NamesOn(board);
        string[] problems =
        [
            .. report.Failed.Select(check => "does not hold: " + check),
            .. expected.Except(report.Passed).Except(report.Failed).Select(check => "not reported: " + check),
            .. report.Passed.Except(expected).Select(check => "not in GuestChecks: " + check),
            .. WrongFigures(board, report),
        ];
        Assert.True(problems.Length == 0, string.Join('\n', [name, .. problems, "Its console said:", .. lines]));
    }

    /// <summary>What is resident is counted in pages: the same parts of more files are in larger ones.</summary>
    private static IEnumerable<string> WrongFigures(Board board, GuestReport report)
    {
        bool hasLargePages = board.PageKibibytes > 4;
        (string Figure, bool IsRight)[] figures =
        [
            ("kernel", report.Text("kernel").StartsWith(board.Kernel)),
            ("page-KiB", report.Number("page-KiB") == board.PageKibibytes),
            ("interfaces-many", report.Number("interfaces-many") >= ManyInterfaces),
            ("resident-few-KiB", report.Number("resident-few-KiB") is > 0 and int few
                && few <= (hasLargePages ? 2048 : 1600)),
            ("resident-many-KiB", report.Number("resident-many-KiB") is > 0 and int many
                && many <= (hasLargePages ? 3328 : 3072)),
        ];
        return figures.Where(figure => !figure.IsRight)
            .Select(figure => $"wrong: {figure.Figure} {report.Text(figure.Figure)}");
    }
}
