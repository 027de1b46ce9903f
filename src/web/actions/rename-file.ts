import type { FileInfo } from '../../client/client.js'
import type { Api } from '../api.js'
import { formDialog } from '../dialogs/form-dialog.js'
import { element } from '../element.js'
import { explain, isConflict } from '../explain.js'
import { isolated } from '../news/isolated.js'
import type { News } from '../news/news.js'
import { etagOf } from './etag-of.js'
import { fileNameFault } from './file-name-fault.js'

interface RenameOptions {
  readonly api: Api
  readonly news: News
}

/** Asks for another name; whether the file has one now. */
export async function renameFile(file: FileInfo, { api, news }: RenameOptions): Promise<boolean> {
  const input = element('input', {
    id: 'new-name',
    dir: 'auto',
    autocomplete: 'off',
    spellcheck: 'false',
    autofocus: true,
  })
  input.value = file.file_name
  // What is behind the last dot mostly stays.
  input.addEventListener('focus', () => input.setSelectionRange(0, stemLength(file.file_name)), {
    once: true,
  })
  // What somebody decides on: the state that was shown last.
  let shown: FileInfo = file
  const renamed = await formDialog({
    title: 'Rename',
    content: [element('label', { for: 'new-name' }, 'New name'), input],
    submit: 'Rename',
    async onSubmit() {
      const name = input.value
      const fault = fileNameFault(name)
      if (fault !== undefined) return fault
      if (name === shown.file_name) return undefined
      try {
        const ifMatch = etagOf(shown)
        await api.call((client) => client.rename(file.file_id, { name }, { ifMatch }))
        return undefined
      } catch (error) {
        const now = isConflict(error) && (await api.client.metadata(file.file_id).catch(() => {}))
        if (!now) return explain(error)
        shown = now
        return `Somebody else changed it in the meantime. Its name is “${isolated(now.file_name)}” now. Rename it all the same?`
      }
    },
  })
  if (!renamed || input.value === file.file_name) return false
  news.tell(`Renamed to ${isolated(input.value)}.`)
  return true
}

function stemLength(name: string): number {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? dot : name.length
}
