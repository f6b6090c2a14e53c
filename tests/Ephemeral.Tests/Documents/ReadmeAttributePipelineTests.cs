namespace Ephemeral.Tests.Documents;

/// <summary>README, "Cross-Operation Coordination with Attribute Jobs".</summary>
public sealed class ReadmeAttributePipelineTests
{
    [Fact]
    public async Task AllThreeJobsRunInParallelAutomatically()
    {
        byte[] imageBytes = [1, 2, 3];

        var signalSink = new SignalSink();
        await using var pipeline = new FileProcessingPipeline(signalSink);

        await using var runner = new EphemeralSignalJobRunner(signalSink, new[] { pipeline });

        await pipeline.FileProcessor.EnqueueAsync(new FileUpload
        {
            Filename = "photo.jpg",
            Data = imageBytes,
            Username = "alice",
            ContentType = "image/jpeg"
        });

        await pipeline.Work.Reached(3);
        Assert.Equal((3, 0), (runner.ActiveCount, runner.PendingCount));
        Assert.Equal(["save /files/photo.jpg", "scan /files/photo.jpg", "thumbnail /files/photo.jpg"], pipeline.Work.Started.Order());
        pipeline.Work.ReleaseAll();
        runner.Complete();
        await runner.DrainAsync().Within();
        Assert.Equal(
            ["file.saved", "metadata.saved", "thumbnail.complete", "thumbnail.start", "virus.clean", "virus_scan.complete"],
            signalSink.Sense().Select(static signal => signal.Signal).Order(StringComparer.Ordinal));
        EphemeralOperationSnapshot thumbnail = Assert.Single(runner.GetCompleted(), static operation => operation.HasSignal("thumbnail.complete"));
        Assert.Equal("/files/photo.jpg.thumb", runner.TryGetOperation(thumbnail.Id)?.State["ThumbnailPath"]);
        Assert.Equal(("/files/photo.jpg", "alice", "image/jpeg"), Assert.Single(pipeline.Database.Saved));
    }

    [Fact]
    public async Task LanesSerializeSpecificJobs_WhileOthersRunInParallel()
    {
        SignalSink signalSink = new();
        await using FileProcessingPipeline pipeline = new(signalSink);
        await using EphemeralSignalJobRunner runner = new(signalSink, new[] { pipeline });

        for (int i = 0; i < 6; i++) await pipeline.FileProcessor.EnqueueAsync(new() { Filename = $"{i}.png", Username = "bob", ContentType = "image/png" });

        await pipeline.Work.Reached(4 + 2 + 1);
        Assert.Equal(7, runner.ActiveCount);
        Assert.Equal(
            [("save", 1), ("scan", 2), ("thumbnail", 4)],
            pipeline.Work.Started.GroupBy(static work => work.Split(' ')[0]).Select(static jobs => (jobs.Key, jobs.Count())).Order());
        pipeline.Work.ReleaseAll();
    }

    [Fact]
    public async Task JobsReactToWhatTheSourceOperationLeft()
    {
        SignalSink signalSink = new();
        await using FileProcessingPipeline pipeline = new(signalSink);
        pipeline.Work.ReleaseAll();
        EndCounter ended = new();
        await using EphemeralSignalJobRunner runner = new(signalSink, new[] { pipeline }, new() { OnSample = ended.OnSample });

        await pipeline.FileProcessor.EnqueueAsync(new() { Filename = "virus.txt", Username = "eve", ContentType = "text/plain" });
        await ended.Reached(3);
        signalSink.Raise("file.saved");
        await ended.Reached(6);

        Assert.True(signalSink.Detect("skipped.not_image") && signalSink.Detect("virus.detected") && signalSink.Detect("error.source_not_found"));
        Assert.Contains("delete /files/virus.txt", pipeline.Work.Started);
        Assert.Single(pipeline.Database.Saved);
        Assert.Equal(0, runner.TotalFailed);
    }

    private sealed partial class FileProcessingPipeline
    {
        private readonly SignalSink _signalSink;
        private readonly EphemeralWorkCoordinator<FileUpload> _fileProcessor;

        public FileProcessingPipeline(SignalSink signalSink)
        {
            _signalSink = signalSink;

            _fileProcessor = new EphemeralWorkCoordinator<FileUpload>(
                async (upload, op, ct) =>
                {
                    var filePath = await SaveFileAsync(upload, ct);

                    op.State["FilePath"] = filePath;
                    op.State["UploadedBy"] = upload.Username;
                    op.State["MimeType"] = upload.ContentType;

                    op.Signal("file.saved");
                },
                new EphemeralOptions
                {
                    MaxConcurrency = 8,
                    SharedSignalSink = signalSink
                });
        }

        [EphemeralJob(
            "file.saved",
            MaxConcurrency = 4,
            EmitOnStart = "thumbnail.start",
            EmitOnComplete = "thumbnail.complete")]
        public async Task GenerateThumbnail(SignalEvent signal, EphemeralOperation op, CancellationToken ct)
        {
            var fileOp = _fileProcessor.TryGetOperation(signal.OperationId);

            if (fileOp == null)
            {
                op.Signal("error.source_not_found");
                return;
            }

            var filePath = fileOp.State.GetValueOrDefault("FilePath") as string;
            var mimeType = fileOp.State.GetValueOrDefault("MimeType") as string;

            if (filePath == null || !mimeType?.StartsWith("image/") == true)
            {
                op.Signal("skipped.not_image");
                return;
            }

            var thumbPath = await CreateThumbnailAsync(filePath, ct);

            op.State["ThumbnailPath"] = thumbPath;
            op.State["SourceFile"] = filePath;
        }

        [EphemeralJob(
            "file.saved",
            MaxConcurrency = 2,
            EmitOnComplete = "virus_scan.complete")]
        public async Task ScanForVirus(SignalEvent signal, EphemeralOperation op, CancellationToken ct)
        {
            var fileOp = _fileProcessor.TryGetOperation(signal.OperationId);
            if (fileOp == null) return;

            var filePath = fileOp.State.GetValueOrDefault("FilePath") as string;
            if (filePath == null) return;

            var isClean = await VirusScanAsync(filePath, ct);

            if (!isClean)
            {
                op.Signal("virus.detected");
                await DeleteFileAsync(filePath, ct);
            }
            else
            {
                op.Signal("virus.clean");
            }

            op.State["VirusScanResult"] = isClean ? "clean" : "infected";
        }

        [EphemeralJob(
            "file.saved",
            MaxConcurrency = 1,
            Lane = "database",
            EmitOnComplete = "metadata.saved")]
        public async Task SaveMetadata(SignalEvent signal, EphemeralOperation op, CancellationToken ct)
        {
            var fileOp = _fileProcessor.TryGetOperation(signal.OperationId);
            if (fileOp == null) return;

            await _database.SaveFileMetadataAsync(new FileMetadata
            {
                FilePath = fileOp.State.GetValueOrDefault("FilePath") as string,
                UploadedBy = fileOp.State.GetValueOrDefault("UploadedBy") as string,
                MimeType = fileOp.State.GetValueOrDefault("MimeType") as string,
                UploadedAt = DateTimeOffset.UtcNow
            }, ct);
        }
    }

    private sealed partial class FileProcessingPipeline : IAsyncDisposable
    {
        private readonly Database _database = new();

        public HeldWork Work => Database.Work;

        public Database Database => _database;

        public EphemeralWorkCoordinator<FileUpload> FileProcessor => _fileProcessor;

        public ValueTask DisposeAsync() => _fileProcessor.DisposeAsync();

        private static Task<string> SaveFileAsync(FileUpload upload, CancellationToken ct) => Task.FromResult($"/files/{upload.Filename}");

        private Task DeleteFileAsync(string path, CancellationToken ct) => Work.RunAsync($"delete {path}", ct);

        private async Task<string> CreateThumbnailAsync(string path, CancellationToken ct)
        {
            await Work.RunAsync($"thumbnail {path}", ct);
            return $"{path}.thumb";
        }

        private async Task<bool> VirusScanAsync(string path, CancellationToken ct)
        {
            await Work.RunAsync($"scan {path}", ct);
            return !path.Contains("virus");
        }
    }

    private sealed class Database
    {
        public HeldWork Work { get; } = new();

        public List<(string?, string?, string?)> Saved { get; } = [];

        public async Task SaveFileMetadataAsync(FileMetadata metadata, CancellationToken ct)
        {
            await Work.RunAsync($"save {metadata.FilePath}", ct);
            Saved.Add((metadata.FilePath, metadata.UploadedBy, metadata.MimeType));
        }
    }

    private sealed class FileMetadata
    {
        public string? FilePath { get; init; }

        public string? UploadedBy { get; init; }

        public string? MimeType { get; init; }

        public DateTimeOffset UploadedAt { get; init; }
    }

    private sealed class FileUpload
    {
        public required string Filename { get; init; }

        public byte[] Data { get; init; } = [];

        public required string Username { get; init; }

        public required string ContentType { get; init; }
    }
}
