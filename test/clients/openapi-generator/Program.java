import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.ApiResponse;
import org.openapitools.client.api.FilesApi;
import org.openapitools.client.model.FileInfo;
import org.openapitools.client.model.FileRename;
import org.openapitools.client.model.Problem;

/** Calls the service through the client of OpenAPI Generator, with the libraries that it takes by itself. */
public class Program {
  private static final Pattern CURSOR = Pattern.compile("[?&]cursor=([^&>]+)");

  private final FilesApi api;
  private final Path samples;
  private final Map<String, String> byContent = new HashMap<>();
  private String changing;

  Program(String url, Path samples) {
    this.api = new FilesApi(new ApiClient().setBasePath(url));
    this.samples = samples;
  }

  public static void main(String[] args) throws Exception {
    new Program(args[0], Path.of(args[1])).run();
  }

  private interface Body {
    void run() throws Exception;
  }

  private static void check(String name, Body body) {
    String outcome = "ok";
    try {
      body.run();
    } catch (Exception | AssertionError reason) {
      outcome = String.valueOf(reason).replaceAll("\\s+", " ");
    }
    System.out.println(name + "\t" + outcome);
  }

  private static void same(Object given, Object expected) {
    if (!Objects.deepEquals(given, expected)) {
      throw new AssertionError(given + " is not " + expected);
    }
  }

  private File sample(String name) {
    return samples.resolve(name).toFile();
  }

  private byte[] read(String name) throws Exception {
    return Files.readAllBytes(samples.resolve(name));
  }

  /** The name of a File with other characters than those of ASCII is refused; the field takes any. */
  private void uploadForm(String name, File file) throws Exception {
    uploaded(api.filesUpload(file, null, null, null, null, name), name, file);
  }

  private String uploadRaw(String name, File file) throws Exception {
    return uploaded(api.filesUploadContent(file, name, null, null, null), name, file);
  }

  private static String uploaded(FileInfo info, String name, File file) {
    Long size = info.getFileSize();
    same(info.getFileName(), name);
    same(size, file.length());
    return info.getFileId();
  }

  private ApiResponse<File> download(String id, String range, String ifNoneMatch) throws Exception {
    return api.filesDownloadWithHttpInfo(id, null, range, null, null, ifNoneMatch, null, null);
  }

  private static byte[] bytesOf(ApiResponse<File> answer) throws Exception {
    try {
      return Files.readAllBytes(answer.getData().toPath());
    } finally {
      answer.getData().delete();
    }
  }

  private String etag(String id) throws Exception {
    return api.filesMetadataWithHttpInfo(id).getHeaders().get("etag").get(0);
  }

  private static List<String> ids(List<FileInfo> files) {
    return files.stream().map(FileInfo::getFileId).toList();
  }

  private static ApiException refused(Body body) throws Exception {
    try {
      body.run();
    } catch (ApiException refusal) {
      return refusal;
    }
    throw new AssertionError("It was not refused");
  }

  private void run() throws Exception {
    for (String content : List.of("empty", "one", "large")) {
      check("form " + content, () -> uploadForm("form-" + content + ".bin", sample(content)));
      check(
          "raw " + content,
          () -> byContent.put(content, uploadRaw("raw-" + content + ".json", sample(content))));
      check(
          "download " + content,
          () -> {
            ApiResponse<File> answer = download(byContent.get(content), null, null);
            String type = answer.getHeaders().get("content-type").get(0);
            same(type.startsWith("application/json"), true);
            same(bytesOf(answer), read(content));
          });
    }

    String[] names = new String(read("names"), StandardCharsets.UTF_8).split("\n");
    String[] kinds = {"cjk", "emoji", "quotes"};
    for (int at = 0; at < kinds.length; at++) {
      String name = names[at];
      check("form " + kinds[at], () -> uploadForm(name, sample("one")));
      check("raw " + kinds[at], () -> uploadRaw(name, sample("one")));
    }

    check(
        "list",
        () -> {
          List<FileInfo> files = api.filesList(null, null, null, "size", "RAW-", null);
          same(ids(files), Arrays.asList(byContent.get("large"), byContent.get("one"), byContent.get("empty")));
        });

    check(
        "pages",
        () -> {
          List<String> paged = new ArrayList<>();
          String cursor = null;
          do {
            ApiResponse<List<FileInfo>> page =
                api.filesListWithHttpInfo(5, cursor, null, null, null, null);
            same(page.getData().size() <= 5, true);
            paged.addAll(ids(page.getData()));
            Matcher next =
                CURSOR.matcher(String.join("", page.getHeaders().getOrDefault("link", List.of())));
            cursor = next.find() ? next.group(1) : null;
          } while (cursor != null);
          same(paged.size(), 12);
          same(paged, ids(api.filesList(null, null, null, null, null, null)));
        });

    check(
        "metadata",
        () -> {
          FileInfo info = api.filesMetadata(byContent.get("large"));
          same(info.getFileName(), "raw-large.json");
          same(info.getFileSize(), 5L * 1024 * 1024 + 1);
          same(info.getFileType(), "application/json");
          same(etag(byContent.get("large")).matches("\".+\""), true);
        });

    check(
        "range",
        () -> {
          ApiResponse<File> answer = download(byContent.get("large"), "bytes=1-3", null);
          same(answer.getStatusCode(), 206);
          same(bytesOf(answer), Arrays.copyOfRange(read("large"), 1, 4));
        });

    check(
        "not modified",
        () -> {
          String tag = etag(byContent.get("one"));
          same(refused(() -> download(byContent.get("one"), null, tag)).getCode(), 304);
        });

    changing = uploadRaw("changing.txt", sample("one"));

    check(
        "precondition failed",
        () -> {
          FileRename name = new FileRename().fileName("never.txt");
          ApiException refusal = refused(() -> api.filesRename(changing, name, "\"other\"", null, null));
          same(refusal.getCode(), 412);
          Problem problem = Problem.fromJson(refusal.getResponseBody());
          same(problem.getCode(), Problem.CodeEnum.PRECONDITION_FAILED);
        });

    check(
        "replace",
        () -> {
          FileInfo info = api.filesReplaceContent(changing, sample("large"), null, etag(changing), null, null, null, null, null).getFile();
          same(info.getFileName(), "changing.txt");
          same(info.getRevision(), 2);
        });

    check(
        "rename",
        () -> {
          FileRename name = new FileRename().fileName("renamed.md");
          FileInfo info = api.filesRename(changing, name, null, null, null).getFile();
          same(info.getFileName(), "renamed.md");
          same(info.getRevision(), 3);
        });

    check(
        "delete",
        () -> {
          String id = uploadRaw("gone.txt", sample("one"));
          same(api.filesDelete(id, null, null, null).getMessage(), "File deleted.");
          same(refused(() -> download(id, null, null)).getCode(), 404);
        });

    check(
        "typed error",
        () -> {
          ApiException refusal = refused(() -> api.filesMetadata("nothing"));
          same(refusal.getCode(), 404);
          Problem problem = Problem.fromJson(refusal.getResponseBody());
          same(problem.getCode(), Problem.CodeEnum.FILE_NOT_FOUND);
          same(problem.getRequestId().isEmpty(), false);
        });
  }
}
