using System.Diagnostics;
using Ephemeral.Telemetry.Implementation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Ephemeral.Telemetry.Tests.Providers;

/// <summary>Spans through a real SDK provider.</summary>
[Collection(ProcessWide.Name)]
public class TracerProviderTests
{
    [Fact]
    public async Task Provider_ExportsSpans()
    {
        ExportedSpans exported = new();
        using TracerProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation());
        await RunAsync("exported");

        Assert.Equal(["process exported"], exported.Names);
    }

    [Fact]
    public async Task ASpanThatCannotBeEnriched_IsNotExported()
    {
        ExportedSpans exported = new();
        using TracerProvider provider = Create(exported, static builder =>
            builder.AddEphemeralInstrumentation(static options => options.Enrich = static (_, _) => throw new InvalidOperationException()));
        await RunAsync("poor");

        Assert.Empty(exported.Names);
    }

    [Fact]
    public async Task WithTheSamplerOff_TheBodyRunsUnrecorded_AndNothingIsExported()
    {
        ExportedSpans exported = new();
        using TracerProvider provider = Create(exported, static builder => builder.AddEphemeralInstrumentation().SetSampler(new AlwaysOffSampler()));
        await RunAsync("unsampled");

        Assert.Empty(exported.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatTheBodyOfAnUnsampledRequestStarts_IsNoTraceOfItsOwn(bool filters)
    {
        ExportedSpans exported = new();
        using TracerProvider provider = Create(exported, builder => builder
            .AddSource("Caller")
            .AddEphemeralInstrumentation(options =>
            {
                options.TraceRelation = TraceRelation.Parent;
                if (filters) options.Filter = static _ => false;
            })
            .SetSampler(new ParentBasedSampler(new AlwaysOnSampler())));
        Activity.Current = null;
        using Activity request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        request.ActivityTraceFlags = ActivityTraceFlags.None;
        ActivityTraceId seen = default;
        Activity? inner = null;
        await using EphemeralWorkCoordinator<int> coordinator = new(
            (_, _) =>
            {
                seen = Activity.Current?.TraceId ?? default;
                using (inner = Caller.StartInside()) return Task.CompletedTask;
            },
            new() { Name = "unsampled" });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();

        Assert.Empty(exported.Names);
        Assert.Null(inner);
        Assert.Equal(request.TraceId, seen);
    }

    [Fact]
    public async Task OptionsOfTheProviderBuiltLast_Apply_UntilItIsDisposed()
    {
        ExportedSpans exported = new();
        using TracerProvider first = Create(exported, static builder => builder.AddEphemeralInstrumentation());
        TracerProvider second = Create(new(), static builder => builder.AddEphemeralInstrumentation(static options => options.Filter = static _ => false));
        await RunAsync("filtered");
        second.Dispose();
        await RunAsync("seen");

        Assert.Equal(["process seen"], exported.Names);
    }

    [Fact]
    public async Task WithServices_TakesNamedOptionsAndTheContainerEndsIt()
    {
        ExportedSpans exported = new();
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.Configure<EphemeralTracingOptions>("named", static options => options.Enrich = static (span, _) => span.DisplayName = "enriched");
        new Builder(services).WithTracing(tracing => tracing
            .AddEphemeralInstrumentation("named", configure: null)
            .AddProcessor(new SimpleActivityExportProcessor(exported)));
        ServiceProvider container = services.BuildServiceProvider();
        _ = container.GetRequiredService<TracerProvider>();
        await RunAsync("ours");

        Assert.Equal(["enriched"], exported.Names);
        await container.DisposeAsync();
        Assert.Null(Instrumentation.Observer);
    }

    [Fact]
    public void InvalidOptions_AreSaidWhenTheProviderIsBuilt()
    {
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() =>
            Create(new(), static builder => builder.AddEphemeralInstrumentation(static options => options.TraceRelation = (TraceRelation)7)));

        Assert.Equal("EphemeralTracingOptions.TraceRelation must be Link, Parent or None but was 7.", error.Message);
    }

    private static TracerProvider Create(ExportedSpans exported, Action<TracerProviderBuilder> add)
    {
        TracerProviderBuilder builder = Sdk.CreateTracerProviderBuilder().AddProcessor(new SimpleActivityExportProcessor(exported));
        add(builder);
        return builder.Build()!;
    }

    private static async Task RunAsync(string name)
    {
        await using EphemeralWorkCoordinator<int> coordinator = new(static (_, _) => Task.CompletedTask, new() { Name = name });
        await coordinator.EnqueueAsync(1).Within();
        await coordinator.CompleteAndDrainAsync();
    }

    private sealed record Builder(IServiceCollection Services) : IOpenTelemetryBuilder;

    private sealed class ExportedSpans : BaseExporter<Activity>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (Activity span in batch) Names.Add(span.DisplayName);
            return ExportResult.Success;
        }
    }
}
