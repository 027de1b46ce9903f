import type { FileInfo } from '../../client/client.js'
import type { Api } from '../api.js'
import { formDialog } from '../dialogs/form-dialog.js'
import { element } from '../element.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import { putOnClipboard } from './put-on-clipboard.js'

interface CopyOptions {
  readonly api: Api
  readonly news: News
}

/** What a link needs of a file. */
type Linked = Pick<FileInfo, 'file_id' | 'file_name' | 'download_link'>

/** The address to pass on: the public one where the service knows it, else the one under which this page is seen. */
const linkTo = ({ file_id, download_link }: Linked, api: Api): string =>
  URL.canParse(download_link) ? download_link : api.url(`files/${file_id}`)

/** Puts links to the files on the clipboard, or shows them where there is none. */
export async function copyLinks(
  files: readonly Linked[],
  { api, news }: CopyOptions
): Promise<void> {
  const text = files.map((file) => linkTo(file, api)).join('\n')
  const [first] = files
  if (!(await putOnClipboard(text))) return showLinks(text)
  const what =
    files.length === 1 && first
      ? `the link to ${isolated(first.file_name)}`
      : `${files.length} links`
  news.tell(`Copied ${what}.`)
}

async function showLinks(text: string): Promise<void> {
  const links = element('textarea', {
    readonly: true,
    rows: '4',
    autofocus: true,
    'aria-label': 'Links',
  })
  links.value = text
  links.addEventListener('focus', () => links.select())
  await formDialog({
    title: 'Copy what is selected',
    content: [element('p', {}, 'This browser does not let the page use the clipboard.'), links],
    submit: 'Done',
    onSubmit: async () => undefined,
  })
}
