import { type Header, utf8 } from './wire-request.js'

/** Numbers at the edges of what programs count with. */
export const numbers = [
  ...['0', '-0', '-1', '1', '00', '007', '+1', '0x10', '1e9', '1.5', ' 1', '1_000', '', 'NaN'],
  ...['255', '256', '1000', '1001', '65535', '65536', '2147483647', '2147483648', '4294967296'],
  ...['9007199254740991', '9007199254740993', '18446744073709551615', '18446744073709551616'],
  ...['9'.repeat(30), '9'.repeat(400), '٣'].map(utf8),
]

/** Names that somebody could give a file, or a part, or anything else. */
export const names = [
  ...['', ' ', '.', '..', '...', '/', '\\', '../../etc/passwd', 'C:\\x', 'a/', 'CON', 'nul.txt'],
  ...['__proto__', 'constructor', '.htaccess', '-rf', '~', 'a\0b', 'a\rb', 'a\nb', 'a\r\nX: 1'],
  ...[
    'a"b',
    "a'b",
    'a;b',
    'a%b',
    'a%22b',
    '%00',
    '%2e%2e%2f',
    'a\u202egpj.exe',
    '\ufffd',
    '\ufeff',
  ],
  ...['e\u0301.txt', '日本語.txt', '👨\u200d👩\u200d👧.jpg', 'می\u200cخواهم', '\u0301', '\u0000'],
  ...['x'.repeat(255), 'x'.repeat(256), '文'.repeat(85), '文'.repeat(86), '\\"'.repeat(300)],
].map(utf8)

/** Bytes that are no text: cut and overlong UTF-8, surrogates in UTF-8, byte order marks. */
export const brokenText = [
  ...[
    '\xff\xfe',
    '\xef\xbb\xbf',
    '\xc3',
    '\xe2\x82',
    '\xc0\xaf',
    '\xed\xa0\x80',
    '\xf5\x80\x80\x80',
  ],
  ...['\x1b[31m', '\x7f', '\x85', '\xa0', '\xe9'],
]

export const methods = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY'],
  ...['PROPFIND', 'M-SEARCH', 'PURGE', 'FOO', 'get', 'Get', '', 'G ET', 'POST\t', 'PRI', 'SOURCE'],
]

export const versions = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1 ', 'http/1.1', 'HTTP/1.', '']

/** Headers that change what a request means, right and wrong. */
export const headers: readonly Header[] = (
  [
    [
      'Transfer-Encoding',
      ['chunked', 'gzip', 'gzip, chunked', 'chunked, chunked', 'identity', '\x0b'],
    ],
    ['Content-Encoding', ['gzip', 'identity', 'br, gzip', '']],
    ['Content-Length', ['0', '1', '5', '-1', '0x5', '1, 1', '9'.repeat(20), '5 5', '']],
    ['Connection', ['close', 'keep-alive', 'Upgrade', 'Content-Length', 'close, x', '']],
    ['Upgrade', ['websocket', 'h2c']],
    ['Expect', ['100-continue', '100-Continue', 'x', '']],
    [
      'Host',
      ['localhost', 'a b@c', '', '[::1]:80', 'evil.example', 'localhost:99999', 'x'.repeat(999)],
    ],
    ['Range', ['bytes=0-', 'bytes=-0', 'bytes=5-2', 'bytes=0-0,2-3', 'items=0-1', 'bytes=']],
    ['If-Range', ['"x"', 'W/"x"', 'Sun, 06 Nov 1994 08:49:37 GMT', 'x']],
    ['If-Match', ['*', '"x"', 'W/"x"', '"', '', '*, *', '"a" "b"']],
    ['If-None-Match', ['*', '"x", "y"', 'x', '"'.repeat(99)]],
    ['If-Modified-Since', ['Sun, 06 Nov 99999 08:49:37 GMT', '0', 'Sun Nov  6 08:49:37 2094']],
    ['Accept', ['text/html', '*/*;q=0', 'application/*', 'a/b;q=9', ',', 'x'.repeat(99)]],
    ['Accept-Encoding', ['identity;q=0', 'gzip;q=2', '*;q=0']],
    [
      'Content-Type',
      ['text/plain', 'application/json', 'application/json\ta', 'multipart/mixed; boundary=x'],
    ],
    [
      'Content-Type',
      ['multipart/form-data', 'multipart/form-data; boundary=', 'x', '/', 'a/b; c="', ' '],
    ],
    ['Content-Disposition', ['inline', 'attachment; filename=', "x; filename*=utf-8''%zz", '"']],
    ['Content-Digest', ['sha-256=:AAAA:', 'md5=:AAAA:', 'sha-256=x', '', 'sha-512=:=:, x']],
    ['Repr-Digest', ['sha-256=:AAAA:;x=1', '(', 'sha-256=:*:']],
    ['Content-Range', ['bytes 0-1/2', 'x']],
    ['Origin', ['http://evil.example', 'null', '']],
    ['Sec-Fetch-Site', ['cross-site', 'same-origin', 'x']],
    ['Authorization', ['Bearer x', 'Bearer', 'Basic eDp4']],
    ['X-Forwarded-Host', ['evil.example', 'a b']],
    ['X-Forwarded-For', ['1.2.3.4, x', '::1%lo']],
    ['Forwarded', ['for=1.2.3.4;host=evil']],
    ['X-Request-Id', ['ok-1', 'a b', 'x'.repeat(65), '\xe9']],
    ['X-HTTP-Method-Override', ['DELETE']],
    ['Trailer', ['X-A']],
    ['TE', ['trailers, chunked']],
    ['Cookie', ['a=b; a=c']],
    ['__proto__', ['x']],
    ['constructor', ['y']],
  ] as const
).flatMap(([name, values]) => values.map((value): Header => [name, value]))

/** Bytes that parsers look for. */
export const separators = [
  ...[
    '\r\n',
    '\r',
    '\n',
    '\r\n\r\n',
    '\n\n',
    '\0',
    ':',
    ';',
    ',',
    '=',
    '"',
    "'",
    '\\',
    '/',
    '?',
    '#',
  ],
  ...[
    '%',
    '%00',
    '%0d%0a',
    '%ff',
    '&',
    '--',
    '\r\n--',
    '\t',
    ' ',
    '{',
    '}',
    '[',
    ']',
    '\x80',
    '\xff',
  ],
]

export const jsonTexts = [
  ...['', '{}', '[]', 'null', '1', '"x"', '{"file_name":1}', '{"file_name":"a","x":1}', '{"a":'],
  ...[
    '{"__proto__":{"x":1}}',
    '{"file_name":"a","file_name":"b"}',
    '{"file_type":"x"}',
    '{"file_name":"\\ud800"}',
  ],
  ...[
    '{"file_name":"a\\u0000"}',
    '\xef\xbb\xbf{"file_name":"a"}',
    '{"file_name":1e400}',
    '['.repeat(3000),
  ],
  ...[
    `{"file_name":"${'x'.repeat(5000)}"}`,
    '{"file_name":null}',
    '{"file_name":""}',
    '{"file_name":"a"},',
  ],
]
