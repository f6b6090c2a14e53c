using Microsoft.Extensions.Logging;

namespace Ephemeral.Logging;

/// <summary>Which log records become signals, and what they look like.</summary>
/// <remarks>The provider copies what it needs when it is made; later changes have no effect.</remarks>
public sealed class SignalLogHookOptions
{
    /// <summary>Gets or sets the least level that becomes a signal.</summary>
    /// <value>The default is <see cref="LogLevel.Information"/>; <see cref="LogLevel.None"/> turns the provider off.</value>
    public LogLevel MinimumLevel { get; set; } = LogLevel.Information;

    /// <summary>Gets or sets what names the signal of a record; it returns null for a record that is to be no signal.</summary>
    /// <remarks>
    /// It runs on the logging thread. The message is formatted only if it is read. What it throws is caught and the record counted as dropped.
    /// </remarks>
    /// <value>The default, null, is <c>log.{level}.{category}.{event}[:{exceptionType}]</c>.</value>
    public Func<SignalLogContext, string?>? MapSignal { get; set; }

    /// <summary>Gets or sets what makes the payload of a record; it returns null for a signal without one.</summary>
    /// <remarks>It runs on the logging thread. What it throws is caught and the record counted as dropped.</remarks>
    /// <value>The default, null, is a payload whose texts are formatted when they are read.</value>
    public Func<SignalLogContext, SignalLogPayload?>? MapPayload { get; set; }

    /// <summary>Gets or sets the categories that never become signals, each with all below it: <c>Acme</c> is also <c>Acme.Orders</c>.</summary>
    /// <value>The default is <c>Ephemeral</c>, so that the suite's own records start no loops.</value>
    public IList<string> ExcludedCategories { get; set; } = ["Ephemeral"];

    /// <summary>Gets or sets the words that make a property secret: where a name contains one, in any case, its value becomes <c>***</c>.</summary>
    /// <remarks>It holds for properties, scopes and the message. What an exception says is not looked at.</remarks>
    /// <value>The default has password, passwd, secret, token, authorization, apikey, api_key, connectionstring, credential and cookie.</value>
    public IList<string> RedactedNames { get; set; } = [.. Redaction.DefaultNames];

    /// <summary>Gets or sets the clock that stamps records.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
