using System;
using System.Collections.Generic;

namespace NetdevExporter.CommandLine;

/// <summary>Parses the command line and the environment by the table of flags. Nothing else reads them.</summary>
internal static class OptionsParser
{
    /// <summary>Parses the command line, and the environment for flags that it does not set.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="variable">Returns an environment variable's value; null if it is not set.</param>
    /// <param name="error">One line: the flag, its value and what was expected; null on success.</param>
    internal static Options Parse(ReadOnlySpan<string> arguments, Func<string, string?> variable, out string? error)
    {
        Options options = new();
        List<Option> given = [];
        error = ReadArguments(arguments, options, given);
        foreach (Option option in OptionTable.All)
        {
            string? value = variable(option.Variable);
            bool isSecondCommand = options.Command != Command.Serve && option.IsCommand;
            bool isSet = option.RejectsEmpty ? value is not null : !string.IsNullOrEmpty(value);
            if (error is null
                && isSet
                && !given.Contains(option)
                && !option.Set(isSecondCommand ? new Options() : options, value!))
            {
                error = FormatError(option.Variable, value!, option.Expected);
            }
        }

        options.SetDefaults();
        return options;
    }

    private static string? ReadArguments(ReadOnlySpan<string> arguments, Options options, List<Option> given)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                return OneLine(argument) + ": expected a flag, --name=value; --help lists them";
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument[2..] : argument[2..equals];
            Option? option = Find(name);
            if (option is null)
            {
                return OneLine(argument) + ": no such flag; --help lists them";
            }

            if (given.Contains(option) && !option.IsRepeatable)
            {
                return "--" + name + ": given twice, expected once";
            }

            given.Add(option);

            bool isNext = equals < 0 && !option.IsSwitch;
            if (isNext && (++i == arguments.Length || arguments[i].StartsWith("--", StringComparison.Ordinal)))
            {
                return "--" + name + ": no value, expected " + option.Expected;
            }

            string value = equals >= 0 ? argument[(equals + 1)..] : option.IsSwitch ? "true" : arguments[i];
            if (!option.Set(options, value))
            {
                return FormatError("--" + name, value, option.Expected);
            }
        }

        return null;
    }

    private static Option? Find(string name)
    {
        foreach (Option option in OptionTable.All)
        {
            if (option.Name == name)
            {
                return option;
            }
        }

        return null;
    }

    private static string FormatError(string name, string value, string expected) =>
        OneLine(name + "=" + value) + ": expected " + expected;

    /// <summary>Replaces control characters, which a terminal would interpret.</summary>
    private static string OneLine(string text) =>
        string.Create(text.Length, text, static (line, text) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(text[i]) ? '?' : text[i];
            }
        });
}
