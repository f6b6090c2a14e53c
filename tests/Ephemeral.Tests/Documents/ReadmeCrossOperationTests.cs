namespace Ephemeral.Tests.Documents;

/// <summary>README, "Cross-Operation Coordination via Signals".</summary>
public sealed class ReadmeCrossOperationTests
{
    private readonly HeldWork _thumbnails = new();

    [Fact]
    public async Task CrossOperationCoordinationViaSignals()
    {
        byte[] imageBytes = [1, 2, 3];
        EndCounter ended = new();
        static Task<string> SaveFileAsync(FileUpload upload, CancellationToken ct) => Task.FromResult($"/files/{upload.Filename}");
        async Task<string> CreateThumbnailAsync(string filePath, CancellationToken ct)
        {
            await _thumbnails.RunAsync(filePath, ct);
            return $"{filePath}.thumb";
        }

        var signalSink = new SignalSink();

        await using var fileProcessor = new EphemeralWorkCoordinator<FileUpload>(
            async (upload, op, ct) =>
            {
                var filePath = await SaveFileAsync(upload, ct);

                op.State["FilePath"] = filePath;
                op.State["UploadedBy"] = upload.Username;
                op.State["FileSize"] = upload.Data.Length;

                op.Signal("file.saved");
            },
            new EphemeralOptions
            {
                MaxConcurrency = 8,
                SharedSignalSink = signalSink
            });

        await using var thumbnailGenerator = new EphemeralWorkCoordinator<long>(
            async (sourceOpId, op, ct) =>
            {
                var fileOp = fileProcessor.TryGetOperation(sourceOpId);

                if (fileOp == null)
                {
                    op.Signal("error.source_not_found");
                    return;
                }

                var filePath = fileOp.State.GetValueOrDefault("FilePath") as string;
                var uploadedBy = fileOp.State.GetValueOrDefault("UploadedBy") as string;

                if (filePath == null)
                {
                    op.Signal("error.no_file_path");
                    return;
                }

                op.Signal("thumbnail.generating");

                var thumbPath = await CreateThumbnailAsync(filePath, ct);

                op.State["ThumbnailPath"] = thumbPath;
                op.State["SourceFile"] = filePath;
                op.State["ProcessedFor"] = uploadedBy;

                op.Signal("thumbnail.complete");
            },
            new EphemeralOptions
            {
                MaxConcurrency = 4,
                SharedSignalSink = signalSink,
                OnSample = ended.OnSample
            });

        signalSink.Subscribe(signal =>
        {
            if (signal.Is("file.saved"))
            {
                _ = thumbnailGenerator.EnqueueAsync(signal.OperationId);
            }
        });

        await fileProcessor.EnqueueAsync(new FileUpload
        {
            Filename = "photo.jpg",
            Data = imageBytes,
            Username = "alice"
        });

        await _thumbnails.Reached(1);
        Assert.Equal(["/files/photo.jpg"], _thumbnails.Started);
        Assert.Equal(["file.saved", "thumbnail.generating"], signalSink.Sense().Select(static signal => signal.Signal));
        _thumbnails.ReleaseAll();
        await ended.Reached(1);
        EphemeralOperationSnapshot thumbnail = Assert.Single(thumbnailGenerator.GetCompleted());
        Assert.Equal(["thumbnail.generating", "thumbnail.complete"], thumbnail.Signals);
        EphemeralOperation? operation = thumbnailGenerator.TryGetOperation(thumbnail.Id);
        Assert.Equal(
            ("/files/photo.jpg.thumb", "/files/photo.jpg", "alice"),
            (operation?.State["ThumbnailPath"], operation?.State["SourceFile"], operation?.State["ProcessedFor"]));

        await thumbnailGenerator.EnqueueAsync(-1);
        await ended.Reached(2);
        Assert.True(signalSink.Detect("error.source_not_found"));
    }

    [Fact]
    public async Task Alternative_PatternMatchingForComplexPipelines()
    {
        SignalSink signalSink = new();
        HeldWork work = HeldWork.Open();
        await using EphemeralWorkCoordinator<long> thumbnailGenerator = new((id, ct) => work.RunAsync($"thumbnail {id}", ct));
        await using EphemeralWorkCoordinator<long> cleanupCoordinator = new((id, ct) => work.RunAsync($"cleanup {id}", ct));
        await using EphemeralWorkCoordinator<long> errorHandler = new((id, ct) => work.RunAsync($"error {id}", ct));

        signalSink.Subscribe(signal =>
        {
            if (signal.Signal.StartsWith("file."))
            {
                if (signal.Is("file.saved"))
                    _ = thumbnailGenerator.EnqueueAsync(signal.OperationId);
                else if (signal.Is("file.deleted"))
                    _ = cleanupCoordinator.EnqueueAsync(signal.OperationId);
                else if (signal.Signal.StartsWith("file.error."))
                    _ = errorHandler.EnqueueAsync(signal.OperationId);
            }
        });

        string[] raised = ["file.error.disk", "file.saved", "file.deleted", "file.opened", "mail.saved"];
        for (int i = 0; i < raised.Length; i++) signalSink.Raise(new SignalEvent(raised[i], i + 1, null, DateTimeOffset.UnixEpoch));

        await work.Reached(3);
        Assert.Equal(["cleanup 3", "error 1", "thumbnail 2"], work.Started.Order());
        Assert.Equal(3, thumbnailGenerator.TotalEnqueued + cleanupCoordinator.TotalEnqueued + errorHandler.TotalEnqueued);
    }

    private sealed class FileUpload
    {
        public required string Filename { get; init; }

        public required byte[] Data { get; init; }

        public required string Username { get; init; }
    }
}
