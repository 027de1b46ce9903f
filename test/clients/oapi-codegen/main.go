// Calls the service through the client of oapi-codegen.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"

	"filedrop.test/client/filedrop"
)

var (
	ctx     = context.Background()
	samples = os.Args[2]
	client  = must(filedrop.NewClientWithResponses(os.Args[1]))
	cursor  = regexp.MustCompile(`[?&]cursor=([^&>]+)`)
)

const bytesType = "application/octet-stream"

// check runs the function and prints what came of it: every helper below panics where it is let down.
func check(name string, body func()) {
	defer func() {
		if reason := recover(); reason != nil {
			fmt.Printf("%s\t%s\n", name, strings.Join(strings.Fields(fmt.Sprint(reason)), " "))
		} else {
			fmt.Printf("%s\tok\n", name)
		}
	}()
	body()
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func same(given, expected any) {
	if !reflect.DeepEqual(given, expected) {
		panic(fmt.Sprintf("%.200v is not %.200v", given, expected))
	}
}

// need gives what an answer of the expected kind has, or panics with the whole answer.
func need[T any](parsed *T, body []byte) T {
	if parsed == nil {
		panic(string(body))
	}
	return *parsed
}

func read(name string) []byte {
	return must(os.ReadFile(filepath.Join(samples, name)))
}

func uploadForm(name string, content []byte) string {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(must(form.CreateFormFile("file", name)).Write(content))
	form.Close()
	answer := must(client.FilesUploadWithBodyWithResponse(ctx, nil, form.FormDataContentType(), &body))
	return uploaded(need(answer.JSON201, answer.Body), name, content)
}

func uploadRaw(name string, content []byte) string {
	params := filedrop.FilesUploadContentParams{Name: &name}
	answer := must(client.FilesUploadContentWithBodyWithResponse(ctx, &params, bytesType, bytes.NewReader(content)))
	return uploaded(need(answer.JSON201, answer.Body), name, content)
}

func uploaded(file filedrop.FileInfo, name string, content []byte) string {
	same(file.FileName, name)
	same(file.FileSize, int64(len(content)))
	return file.FileId
}

// download takes the call that leaves the bytes to be read as they come.
func download(id string, params filedrop.FilesDownloadParams) (*http.Response, []byte) {
	response := must(client.FilesDownload(ctx, id, &params))
	defer response.Body.Close()
	return response, must(io.ReadAll(response.Body))
}

func etag(id string) string {
	return must(client.FilesMetadataWithResponse(ctx, id)).HTTPResponse.Header.Get("ETag")
}

func list(params filedrop.FilesListParams) ([]filedrop.FileInfo, http.Header) {
	answer := must(client.FilesListWithResponse(ctx, &params))
	return need(answer.JSON200, answer.Body), answer.HTTPResponse.Header
}

func ids(files []filedrop.FileInfo) (all []string) {
	for _, file := range files {
		all = append(all, file.FileId)
	}
	return all
}

func main() {
	byContent := map[string]string{}
	for _, content := range []string{"empty", "one", "large"} {
		check("form "+content, func() { uploadForm("form-"+content+".bin", read(content)) })
		check("raw "+content, func() {
			byContent[content] = uploadRaw("raw-"+content+".json", read(content))
		})
		check("download "+content, func() {
			response, bytes := download(byContent[content], filedrop.FilesDownloadParams{})
			same(strings.HasPrefix(response.Header.Get("Content-Type"), "application/json"), true)
			same(bytes, read(content))
		})
	}

	names := strings.Split(string(read("names")), "\n")
	for at, kind := range []string{"cjk", "emoji", "quotes"} {
		check("form "+kind, func() { uploadForm(names[at], read("one")) })
		check("raw "+kind, func() { uploadRaw(names[at], read("one")) })
	}

	check("list", func() {
		part, sort := "RAW-", filedrop.Size
		files, _ := list(filedrop.FilesListParams{Name: &part, Sort: &sort})
		same(ids(files), []string{byContent["large"], byContent["one"], byContent["empty"]})
	})

	check("pages", func() {
		limit := 5
		var paged []string
		for params := (filedrop.FilesListParams{Limit: &limit}); ; {
			files, header := list(params)
			same(len(files) <= limit, true)
			paged = append(paged, ids(files)...)
			next := cursor.FindStringSubmatch(header.Get("Link"))
			if next == nil {
				break
			}
			params.Cursor = &next[1]
		}
		same(len(paged), 12)
		files, _ := list(filedrop.FilesListParams{})
		same(paged, ids(files))
	})

	check("metadata", func() {
		answer := must(client.FilesMetadataWithResponse(ctx, byContent["large"]))
		file := need(answer.JSON200, answer.Body)
		same(file.FileName, "raw-large.json")
		same(file.FileSize, int64(5<<20+1))
		same(file.FileType, "application/json")
		same(len(answer.HTTPResponse.Header.Get("ETag")) > 2, true)
	})

	check("range", func() {
		some := "bytes=1-3"
		response, bytes := download(byContent["large"], filedrop.FilesDownloadParams{Range: &some})
		same(response.StatusCode, 206)
		same(bytes, read("large")[1:4])
	})

	check("not modified", func() {
		tag := etag(byContent["one"])
		response, _ := download(byContent["one"], filedrop.FilesDownloadParams{IfNoneMatch: &tag})
		same(response.StatusCode, 304)
	})

	changing := uploadRaw("changing.txt", read("one"))

	check("precondition failed", func() {
		tag, name := `"other"`, "never.txt"
		params := filedrop.FilesRenameParams{IfMatch: &tag}
		body := filedrop.FileRename{FileName: &name}
		answer := must(client.FilesRenameWithResponse(ctx, changing, &params, body))
		same(answer.StatusCode(), 412)
		same(string(need(answer.ApplicationproblemJSON412, answer.Body).Code), "PRECONDITION_FAILED")
	})

	check("replace", func() {
		tag := etag(changing)
		params := filedrop.FilesReplaceContentParams{IfMatch: &tag}
		content := bytes.NewReader(read("large"))
		answer := must(client.FilesReplaceContentWithBodyWithResponse(ctx, changing, &params, bytesType, content))
		file := need(answer.JSON200, answer.Body).File
		same(file.FileName, "changing.txt")
		same(file.Revision, 2)
	})

	check("rename", func() {
		name := "renamed.md"
		body := filedrop.FileRename{FileName: &name}
		answer := must(client.FilesRenameWithResponse(ctx, changing, nil, body))
		file := need(answer.JSON200, answer.Body).File
		same(file.FileName, name)
		same(file.Revision, 3)
	})

	check("delete", func() {
		id := uploadRaw("gone.txt", read("one"))
		answer := must(client.FilesDeleteWithResponse(ctx, id, nil))
		same(need(answer.JSON200, answer.Body).Message, "File deleted.")
		response, _ := download(id, filedrop.FilesDownloadParams{})
		same(response.StatusCode, 404)
	})

	check("typed error", func() {
		answer := must(client.FilesMetadataWithResponse(ctx, "nothing"))
		problem := need(answer.ApplicationproblemJSON404, answer.Body)
		same(problem.Code, filedrop.FilesMetadata404ApplicationProblemPlusJSONResponseBodyCodeFILENOTFOUND)
		// Each answer has a type of its own; one that knows all codes reads any of them.
		var any filedrop.Problem
		must(0, json.Unmarshal(answer.Body, &any))
		same(any.Code, filedrop.ProblemCodeFILENOTFOUND)
		same(any.RequestId != "", true)
	})
}
