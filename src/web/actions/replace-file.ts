import type { FileInfo } from '../../client/client.js'
import { bytesInWords } from '../../terminal/words.js'
import type { Api } from '../api.js'
import { formDialog } from '../dialogs/form-dialog.js'
import { element } from '../element.js'
import { explain } from '../explain.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import { visibleName } from '../visible-name.js'
import { etagOf } from './etag-of.js'

interface ReplaceOptions {
  readonly api: Api
  readonly news: News
}

/** Asks for a file of this device and gives its content to the one that is there; whether it has it now. */
export async function replaceFile(file: FileInfo, { api, news }: ReplaceOptions): Promise<boolean> {
  const chosen = await chooseFile()
  if (!chosen) return false
  const name = element('bdi', {}, file.file_name)
  const other = element('bdi', {}, visibleName(chosen.name))
  const goesOn = await formDialog({
    title: 'Replace the content',
    content: [
      element(
        'p',
        {},
        element('strong', {}, name),
        ` (${bytesInWords(file.file_size)}) gets the content of `,
        element('strong', {}, other),
        ` (${bytesInWords(chosen.size)}). Its name and its link stay.`
      ),
    ],
    submit: 'Replace',
    onSubmit: async () => undefined,
  })
  return goesOn && send(file, chosen, { api, news })
}

/** What may take long does not hold up the page. */
async function send(
  file: FileInfo,
  content: File,
  { api, news }: ReplaceOptions
): Promise<boolean> {
  const name = isolated(file.file_name)
  const sending = new AbortController()
  const { signal } = sending
  const cancel = { label: 'Cancel', run: () => sending.abort() }
  const toast = news.tell(`Replacing ${name}…`, cancel, Number.POSITIVE_INFINITY)
  try {
    await api.call((client) =>
      client.replace(file.file_id, content, { ifMatch: etagOf(file), signal })
    )
    news.tell(`Replaced ${name}.`)
    return true
  } catch (error) {
    if (!signal.aborted) news.fail(`${name} was not replaced. ${explain(error)}`)
    return false
  } finally {
    toast.dismiss()
  }
}

function chooseFile(): Promise<File | undefined> {
  const input = element('input', { type: 'file' })
  return new Promise((answer) => {
    input.addEventListener('change', () => answer(input.files?.[0]))
    input.addEventListener('cancel', () => answer(undefined))
    input.click()
  })
}
