using System;
using System.Collections.Generic;

namespace NetdevExporter.CommandLine;

/// <summary>Reads the command line and the environment, by the table of flags. Nothing else reads either.</summary>
internal static class OptionsParser
{
    /// <summary>Reads the command line, and the environment for what it does not say.</summary>
    /// <param name="arguments">The command line without the program.</param>
    /// <param name="variable">Gives an environment variable's value; null or empty where it is not set.</param>
    /// <param name="error">One line: the flag, its value and what was expected. Null where all is well.</param>
    internal static Options Parse(ReadOnlySpan<string> arguments, Func<string, string?> variable, out string? error)
    {
        Options options = new();
        List<Option> given = [];
        error = ReadArguments(arguments, options, given);
        foreach (Option option in OptionTable.All)
        {
            string? value = variable(option.Variable);
            bool isSecondCommand = options.Command != Command.Serve && option.IsCommand;
            bool isSet = option.RefusesEmpty ? value is not null : !string.IsNullOrEmpty(value);
            if (error is null
                && isSet
                && !given.Contains(option)
                && !option.Set(isSecondCommand ? new Options() : options, value!))
            {
                error = Complain(option.Variable, value!, option.Expected);
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
                return Complain("--" + name, value, option.Expected);
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

    private static string Complain(string name, string value, string expected) =>
        OneLine(name + "=" + value) + ": expected " + expected;

    /// <summary>What somebody gave, fit for a terminal.</summary>
    private static string OneLine(string text) =>
        string.Create(text.Length, text, static (line, text) =>
        {
            for (int i = 0; i < line.Length; i++)
            {
                line[i] = char.IsControl(text[i]) ? '?' : text[i];
            }
        });
}
