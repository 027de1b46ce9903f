// Written from openapi.yaml by `npm run openapi`.

export interface paths {
    "/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List files
         * @description All of them in one stream, or page by page with `limit`.
         *
         *     Where tokens are in use, it needs a token with the scope `list`.
         */
        get: operations["filesList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file
         * @description Whole or one range of it, with all preconditions of RFC 9110.
         *
         *     Where tokens are in use, it needs a token with the scope `read`.
         */
        get: operations["filesDownload"];
        /**
         * Replace, rename or retype a file
         * @description What is not sent stays as it is. New bytes of an unspecific type keep the type of the file, and the file name of a form part does not rename it: `file_name` does.
         *
         *     Where tokens are in use, it needs a token with the scope `manage`.
         */
        put: operations["filesReplace"];
        post?: never;
        /**
         * Delete a file
         * @description Downloads that are under way end with the bytes they began with.
         *
         *     Where tokens are in use, it needs a token with the scope `manage`.
         */
        delete: operations["filesDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{file_id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace the content of a file
         * @description An empty content has to say `Content-Length: 0` and a `Content-Type`.
         *
         *     Where tokens are in use, it needs a token with the scope `manage`.
         */
        put: operations["filesReplaceContent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/{file_id}/metadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metadata of a file
         * @description Where tokens are in use, it needs a token with the scope `read`.
         */
        get: operations["filesMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/files/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file
         * @description Where tokens are in use, it needs a token with the scope `upload`.
         */
        post: operations["filesUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        FileChanged: {
            file: components["schemas"]["FileInfo"];
            /** @example File updated. */
            message: string;
        };
        FileDeleted: {
            /** @example File deleted. */
            message: string;
        };
        /** @description A file and what is known of it. */
        FileInfo: {
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Downloads that delivered the last byte.
             * @example 3
             */
            download_count: number;
            /**
             * @description Where the bytes are. Path-absolute unless the service has a public URL.
             * @example /files/V1StGXR8_Z5jdHi6B-myT
             */
            download_link: string;
            /**
             * @description The id that the upload was answered with.
             * @example V1StGXR8_Z5jdHi6B-myT
             */
            file_id: string;
            /**
             * @description Display name. The last path segment of what is sent counts, in NFC, 1 to 255 bytes of UTF-8; control characters and bidirectional overrides are refused.
             * @example 日本語 report.pdf
             */
            file_name: string;
            /**
             * @description Bytes.
             * @example 1024
             */
            file_size: number;
            /**
             * @description Media type, with its parameters where they were declared.
             * @example application/pdf
             */
            file_type: string;
            /**
             * @description 1 at first, one more for each replacement or rename.
             * @example 1
             */
            revision: number;
            /**
             * @description SHA-256 of the bytes, in hex.
             * @example e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
             */
            sha256: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            updated_at: string;
        };
        /**
         * @example {
         *       "status": "ok"
         *     }
         */
        Liveness: {
            /** @enum {string} */
            status: "ok";
        };
        NamedFile: {
            /** @example V1StGXR8_Z5jdHi6B-myT */
            id: string;
            /**
             * @description The safe name.
             * @example etc_passwd
             */
            name: string;
            /**
             * @description Where the newest file of that name answers, percent-encoded.
             * @example /uploads/etc_passwd
             */
            path: string;
        };
        /** @description A problem with `message` beside its members. */
        NamedProblem: {
            /** @enum {string} */
            code: "INVALID_REQUEST" | "EMPTY_REQUEST" | "BAD_MULTIPART" | "INVALID_NAME" | "DIGEST_MISMATCH" | "UNSUPPORTED_DIGEST" | "UNAUTHORIZED" | "INSUFFICIENT_SCOPE" | "CROSS_SITE" | "FILE_NOT_FOUND" | "ROUTE_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "NOT_ACCEPTABLE" | "REQUEST_TIMEOUT" | "PRECONDITION_FAILED" | "FILE_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "RANGE_NOT_SATISFIABLE" | "MISDIRECTED_REQUEST" | "NO_FILE" | "TOO_MANY_FILES" | "UPLOAD_CONFLICT" | "UPLOAD_BUSY" | "UPLOAD_GONE" | "TOO_MANY_UPLOADS" | "INTERNAL" | "CONTENT_MISSING" | "STORE_UNAVAILABLE" | "DURABILITY_UNKNOWN" | "SHUTTING_DOWN" | "INSUFFICIENT_STORAGE";
            /** @description What went wrong in this case. */
            detail: string;
            /** @example Could not find file data */
            message: string;
            /** @description The `X-Request-Id` of the answer, to find it in the log. */
            request_id: string;
            /** @description The HTTP status, repeated. */
            status: number;
            /** @description The code in words. */
            title: string;
            /** @description Always `about:blank`: `code` tells problems apart. */
            type: string;
        };
        /**
         * @description An error as RFC 9457 describes it.
         * @example {
         *       "type": "about:blank",
         *       "title": "There is no such file",
         *       "status": 404,
         *       "detail": "There is no such file",
         *       "code": "FILE_NOT_FOUND",
         *       "request_id": "V1StGXR8_Z5jdHi6B-myT"
         *     }
         */
        Problem: {
            /** @enum {string} */
            code: "INVALID_REQUEST" | "EMPTY_REQUEST" | "BAD_MULTIPART" | "INVALID_NAME" | "DIGEST_MISMATCH" | "UNSUPPORTED_DIGEST" | "UNAUTHORIZED" | "INSUFFICIENT_SCOPE" | "CROSS_SITE" | "FILE_NOT_FOUND" | "ROUTE_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "NOT_ACCEPTABLE" | "REQUEST_TIMEOUT" | "PRECONDITION_FAILED" | "FILE_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "RANGE_NOT_SATISFIABLE" | "MISDIRECTED_REQUEST" | "NO_FILE" | "TOO_MANY_FILES" | "UPLOAD_CONFLICT" | "UPLOAD_BUSY" | "UPLOAD_GONE" | "TOO_MANY_UPLOADS" | "INTERNAL" | "CONTENT_MISSING" | "STORE_UNAVAILABLE" | "DURABILITY_UNKNOWN" | "SHUTTING_DOWN" | "INSUFFICIENT_STORAGE";
            /** @description What went wrong in this case. */
            detail: string;
            /** @description The `X-Request-Id` of the answer, to find it in the log. */
            request_id: string;
            /** @description The HTTP status, repeated. */
            status: number;
            /** @description The code in words. */
            title: string;
            /** @description Always `about:blank`: `code` tells problems apart. */
            type: string;
        };
        Readiness: {
            checks: {
                /** @description What is wrong. */
                detail?: string;
                /** @example metadata */
                name: string;
                /**
                 * @description `degraded`: some files cannot be served, everything else can.
                 * @enum {string}
                 */
                status: "ok" | "degraded" | "failed";
            }[];
            /**
             * @description `degraded`: some files cannot be served, everything else can.
             * @enum {string}
             */
            status: "ok" | "degraded" | "failed";
        };
        SharedFile: {
            /**
             * @description Media type, with its parameters where they were declared.
             * @example application/pdf
             */
            content_type: string;
            /**
             * @description Downloads that delivered the last byte.
             * @example 3
             */
            download_count: number;
            /**
             * @description Absolute address of the bytes.
             * @example http://127.0.0.1:8080/file/download/V1StGXR8_Z5jdHi6B-myT
             */
            download_link: string;
            /**
             * @description Bytes.
             * @example 1024
             */
            file_size: number;
            /**
             * @description Display name. The last path segment of what is sent counts, in NFC, 1 to 255 bytes of UTF-8; control characters and bidirectional overrides are refused.
             * @example 日本語 report.pdf
             */
            original_name: string;
        };
        SharedUpload: {
            /**
             * @description Media type, with its parameters where they were declared.
             * @example application/pdf
             */
            content_type: string;
            /**
             * @description Absolute address of the bytes.
             * @example http://127.0.0.1:8080/file/download/V1StGXR8_Z5jdHi6B-myT
             */
            download_link: string;
            /**
             * @description The id that the upload was answered with.
             * @example V1StGXR8_Z5jdHi6B-myT
             */
            file_id: string;
            /**
             * @description Bytes.
             * @example 1024
             */
            file_size: number;
            /**
             * @description Display name. The last path segment of what is sent counts, in NFC, 1 to 255 bytes of UTF-8; control characters and bidirectional overrides are refused.
             * @example 日本語 report.pdf
             */
            original_name: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    filesList: {
        parameters: {
            query?: {
                /** @description Opaque: where the page before ended, as its `Link` gave it. */
                cursor?: string;
                limit?: number;
                /** @description Only names that contain this text, whatever its case. */
                name?: string;
                /** @description `desc` unless said otherwise: newest, last in the alphabet, or largest first. */
                order?: "asc" | "desc";
                /** @description What the rows are ordered by; ties are broken by id. */
                sort?: "created" | "name" | "size" | "downloads";
                /** @description Only this media type, or a family such as `image/*`. */
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Files in the order asked for. */
            200: {
                headers: {
                    /** @description `<…>; rel="next"` while there is more. */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileInfo"][];
                };
            };
            /** @description `INVALID_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `INTERNAL` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "SHUTTING_DOWN";
                    };
                };
            };
        };
    };
    filesDownload: {
        parameters: {
            query?: {
                /** @description `inline` is honoured for types that cannot run script. */
                disposition?: "attachment" | "inline";
            };
            header?: {
                "if-match"?: string;
                "if-modified-since"?: string;
                "if-none-match"?: string;
                /** @description Strong ETag or exact date. */
                "if-range"?: string;
                "if-unmodified-since"?: string;
                /** @description One byte range (RFC 9110 section 14); anything else is ignored. */
                range?: string;
            };
            path: {
                /**
                 * @description The id that the upload was answered with.
                 * @example V1StGXR8_Z5jdHi6B-myT
                 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole content, under its own media type. */
            200: {
                headers: {
                    "Accept-Ranges": "bytes";
                    "Cache-Control": "private, no-cache";
                    /** @description Name in ASCII and, where needed, UTF-8. */
                    "Content-Disposition": string;
                    /** @description Bytes of this answer. */
                    "Content-Length": number;
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    /** @description When content or name last changed. */
                    "Last-Modified": string;
                    /** @description SHA-256 of the whole content (RFC 9530). */
                    "Repr-Digest": string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": Blob | ReadableStream<Uint8Array>;
                    "application/octet-stream": Blob | ReadableStream<Uint8Array>;
                };
            };
            /** @description The range that was asked for. */
            206: {
                headers: {
                    "Accept-Ranges": "bytes";
                    "Cache-Control": "private, no-cache";
                    /** @description Name in ASCII and, where needed, UTF-8. */
                    "Content-Disposition": string;
                    /** @description Bytes of this answer. */
                    "Content-Length": number;
                    /** @description `bytes start-end/size` */
                    "Content-Range": string;
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    /** @description When content or name last changed. */
                    "Last-Modified": string;
                    /** @description SHA-256 of the whole content (RFC 9530). */
                    "Repr-Digest": string;
                    [name: string]: unknown;
                };
                content: {
                    "*/*": Blob | ReadableStream<Uint8Array>;
                    "application/octet-stream": Blob | ReadableStream<Uint8Array>;
                };
            };
            /** @description The caller already has this version. */
            304: {
                headers: {
                    "Cache-Control": "private, no-cache";
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    /** @description When content or name last changed. */
                    "Last-Modified": string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE";
                    };
                };
            };
            /** @description `FILE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_NOT_FOUND";
                    };
                };
            };
            /** @description `PRECONDITION_FAILED` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "PRECONDITION_FAILED";
                    };
                };
            };
            /** @description `RANGE_NOT_SATISFIABLE` */
            416: {
                headers: {
                    /** @description `bytes *\/N`, N being the size */
                    "Content-Range": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "RANGE_NOT_SATISFIABLE";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `INTERNAL`, `CONTENT_MISSING` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL" | "CONTENT_MISSING";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "SHUTTING_DOWN";
                    };
                };
            };
        };
    };
    filesReplace: {
        parameters: {
            query?: {
                /** @description Display name of a raw body; `Content-Disposition` wins over it, as does a form over both. */
                name?: string;
            };
            header?: {
                /** @description sha-256 or sha-512 of a raw body (RFC 9530), verified. */
                "content-digest"?: string;
                /** @description Name of a raw body, such as `attachment; filename*=UTF-8''%E6%96%87.bin`. */
                "content-disposition"?: string;
                /** @description ETags of which one must be current, checked again at commit. */
                "if-match"?: string;
                /** @description ETags of which none may be current; `*` fails on every file. */
                "if-none-match"?: string;
                /** @description Ignored beside `If-Match`, which tells changes within a second apart as well. */
                "if-unmodified-since"?: string;
                /** @description As `Content-Digest`. */
                "repr-digest"?: string;
            };
            path: {
                /**
                 * @description The id that the upload was answered with.
                 * @example V1StGXR8_Z5jdHi6B-myT
                 */
                file_id: string;
            };
            cookie?: never;
        };
        /** @description A form with any of the parts, JSON with a new name or type, or the new bytes under any other media type. */
        requestBody: {
            content: {
                "application/json": {
                    /** @description New display name. */
                    file_name?: string;
                    /** @description New media type. */
                    file_type?: string;
                };
                "application/octet-stream": Blob | ReadableStream<Uint8Array>;
                "multipart/form-data": {
                    /** Format: binary */
                    file?: Blob | ReadableStream<Uint8Array>;
                    /**
                     * @description New display name.
                     * @example
                     */
                    file_name?: string;
                    /**
                     * @description New media type.
                     * @example
                     */
                    file_type?: string;
                };
            };
        };
        responses: {
            /** @description The change is durable. */
            200: {
                headers: {
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileChanged"];
                };
            };
            /** @description `INVALID_REQUEST`, `BAD_MULTIPART`, `INVALID_NAME`, `DIGEST_MISMATCH`, `UNSUPPORTED_DIGEST`, `EMPTY_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST" | "BAD_MULTIPART" | "INVALID_NAME" | "DIGEST_MISMATCH" | "UNSUPPORTED_DIGEST" | "EMPTY_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE`, `CROSS_SITE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE" | "CROSS_SITE";
                    };
                };
            };
            /** @description `FILE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT` */
            408: {
                headers: {
                    Connection: "close";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `PRECONDITION_FAILED` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "PRECONDITION_FAILED";
                    };
                };
            };
            /** @description `FILE_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `NO_FILE`, `TOO_MANY_FILES` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "NO_FILE" | "TOO_MANY_FILES";
                    };
                };
            };
            /** @description `INTERNAL` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `DURABILITY_UNKNOWN`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "DURABILITY_UNKNOWN" | "SHUTTING_DOWN";
                    };
                };
            };
            /** @description `INSUFFICIENT_STORAGE` */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_STORAGE";
                    };
                };
            };
        };
    };
    filesDelete: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags of which one must be current, checked again at commit. */
                "if-match"?: string;
                /** @description ETags of which none may be current; `*` fails on every file. */
                "if-none-match"?: string;
                /** @description Ignored beside `If-Match`, which tells changes within a second apart as well. */
                "if-unmodified-since"?: string;
            };
            path: {
                /**
                 * @description The id that the upload was answered with.
                 * @example V1StGXR8_Z5jdHi6B-myT
                 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deletion is durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileDeleted"];
                };
            };
            /** @description `INVALID_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE`, `CROSS_SITE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE" | "CROSS_SITE";
                    };
                };
            };
            /** @description `FILE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_NOT_FOUND";
                    };
                };
            };
            /** @description `PRECONDITION_FAILED` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "PRECONDITION_FAILED";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `INTERNAL` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `DURABILITY_UNKNOWN`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "DURABILITY_UNKNOWN" | "SHUTTING_DOWN";
                    };
                };
            };
            /** @description `INSUFFICIENT_STORAGE` */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_STORAGE";
                    };
                };
            };
        };
    };
    filesReplaceContent: {
        parameters: {
            query?: {
                /** @description Display name of a raw body; `Content-Disposition` wins over it, as does a form over both. */
                name?: string;
            };
            header?: {
                /** @description sha-256 or sha-512 of a raw body (RFC 9530), verified. */
                "content-digest"?: string;
                /** @description Name of a raw body, such as `attachment; filename*=UTF-8''%E6%96%87.bin`. */
                "content-disposition"?: string;
                /** @description ETags of which one must be current, checked again at commit. */
                "if-match"?: string;
                /** @description ETags of which none may be current; `*` fails on every file. */
                "if-none-match"?: string;
                /** @description Ignored beside `If-Match`, which tells changes within a second apart as well. */
                "if-unmodified-since"?: string;
                /** @description As `Content-Digest`. */
                "repr-digest"?: string;
            };
            path: {
                /**
                 * @description The id that the upload was answered with.
                 * @example V1StGXR8_Z5jdHi6B-myT
                 */
                file_id: string;
            };
            cookie?: never;
        };
        /** @description The new bytes, under any media type but multipart, JSON included. */
        requestBody: {
            content: {
                "application/octet-stream": Blob | ReadableStream<Uint8Array>;
            };
        };
        responses: {
            /** @description The change is durable. */
            200: {
                headers: {
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileChanged"];
                };
            };
            /** @description `INVALID_REQUEST`, `BAD_MULTIPART`, `INVALID_NAME`, `DIGEST_MISMATCH`, `UNSUPPORTED_DIGEST`, `EMPTY_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST" | "BAD_MULTIPART" | "INVALID_NAME" | "DIGEST_MISMATCH" | "UNSUPPORTED_DIGEST" | "EMPTY_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE`, `CROSS_SITE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE" | "CROSS_SITE";
                    };
                };
            };
            /** @description `FILE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT` */
            408: {
                headers: {
                    Connection: "close";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `PRECONDITION_FAILED` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "PRECONDITION_FAILED";
                    };
                };
            };
            /** @description `FILE_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `NO_FILE`, `TOO_MANY_FILES` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "NO_FILE" | "TOO_MANY_FILES";
                    };
                };
            };
            /** @description `INTERNAL` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `DURABILITY_UNKNOWN`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "DURABILITY_UNKNOWN" | "SHUTTING_DOWN";
                    };
                };
            };
            /** @description `INSUFFICIENT_STORAGE` */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_STORAGE";
                    };
                };
            };
        };
    };
    filesMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id that the upload was answered with.
                 * @example V1StGXR8_Z5jdHi6B-myT
                 */
                file_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is known of the file. */
            200: {
                headers: {
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileInfo"];
                };
            };
            /** @description `INVALID_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE";
                    };
                };
            };
            /** @description `FILE_NOT_FOUND` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_NOT_FOUND";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `INTERNAL` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "SHUTTING_DOWN";
                    };
                };
            };
        };
    };
    filesUpload: {
        parameters: {
            query?: {
                /** @description Display name of a raw body; `Content-Disposition` wins over it, as does a form over both. */
                name?: string;
            };
            header?: {
                /** @description sha-256 or sha-512 of a raw body (RFC 9530), verified. */
                "content-digest"?: string;
                /** @description Name of a raw body, such as `attachment; filename*=UTF-8''%E6%96%87.bin`. */
                "content-disposition"?: string;
                /** @description As `Content-Digest`. */
                "repr-digest"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A form with the file, or the bytes of the file as the body, under any media type. */
        requestBody: {
            content: {
                "application/octet-stream": Blob | ReadableStream<Uint8Array>;
                "multipart/form-data": {
                    /** Format: binary */
                    file: Blob | ReadableStream<Uint8Array>;
                    /**
                     * @description Display name, in place of the `filename` of the file part; before or after it. Left blank it counts as not sent.
                     * @example
                     */
                    name?: string;
                };
            };
        };
        responses: {
            /** @description The file is stored and durable. */
            201: {
                headers: {
                    /** @description Strong tag of content and revision; the same at every door. */
                    ETag: string;
                    /** @description Where the file is. */
                    Location: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileInfo"];
                };
            };
            /** @description `INVALID_REQUEST`, `BAD_MULTIPART`, `INVALID_NAME`, `DIGEST_MISMATCH`, `UNSUPPORTED_DIGEST`, `EMPTY_REQUEST` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INVALID_REQUEST" | "BAD_MULTIPART" | "INVALID_NAME" | "DIGEST_MISMATCH" | "UNSUPPORTED_DIGEST" | "EMPTY_REQUEST";
                    };
                };
            };
            /** @description `UNAUTHORIZED` */
            401: {
                headers: {
                    /** @description What is asked for (RFC 6750). */
                    "WWW-Authenticate": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNAUTHORIZED";
                    };
                };
            };
            /** @description `INSUFFICIENT_SCOPE`, `CROSS_SITE` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_SCOPE" | "CROSS_SITE";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT` */
            408: {
                headers: {
                    Connection: "close";
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `FILE_TOO_LARGE` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "FILE_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `MISDIRECTED_REQUEST` */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "MISDIRECTED_REQUEST";
                    };
                };
            };
            /** @description `NO_FILE`, `TOO_MANY_FILES` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "NO_FILE" | "TOO_MANY_FILES";
                    };
                };
            };
            /** @description `INTERNAL` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `STORE_UNAVAILABLE`, `DURABILITY_UNKNOWN`, `SHUTTING_DOWN` */
            503: {
                headers: {
                    /** @description Seconds to wait. */
                    "Retry-After": number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "STORE_UNAVAILABLE" | "DURABILITY_UNKNOWN" | "SHUTTING_DOWN";
                    };
                };
            };
            /** @description `INSUFFICIENT_STORAGE` */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {string} */
                        code?: "INSUFFICIENT_STORAGE";
                    };
                };
            };
        };
    };
}
