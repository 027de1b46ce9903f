import { runTool } from '../../scripts/tools/run-tool.js'
import type { Upload } from '../peers/peer.js'

const common = ['--silent', '--show-error', '--fail-with-body', '--noproxy', '*']

/** Takes a file and drops it. */
export async function curlDownload(url: string): Promise<void> {
  await runTool('curl', [...common, '--output', '/dev/null', url])
}

interface CurlUpload {
  readonly url: string
  readonly upload: Upload
  readonly file: string
  readonly name: string
}

/** Uploads a file as a form or as the body; resolves with the answer. */
export function curlUpload({ url, upload, file, name }: CurlUpload): Promise<string> {
  const type = 'application/octet-stream'
  const content =
    upload.field === undefined
      ? ['--upload-file', file, '--header', `Content-Type: ${type}`]
      : ['--form', `${upload.field}=@${file};filename=${name};type=${type}`]
  return runTool('curl', [
    ...common,
    ...['--request', upload.method],
    // Some wait for a 100 and some do not, and a second that curl waits in vain is no speed of theirs.
    ...['--header', 'Expect:'],
    ...content,
    url + upload.path(name),
  ])
}
