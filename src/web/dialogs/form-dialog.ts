import { button } from '../button.js'
import { element } from '../element.js'
import { showModal } from './show-modal.js'

interface FormDialogOptions {
  readonly title: string
  readonly content: readonly (Node | string)[]
  /** What the button says that does it. */
  readonly submit: string
  /** Does what was asked for. Gives what is wrong, to be mended or given up, or nothing when it is done. */
  onSubmit(): Promise<string | undefined>
}

/** Asks for something; whether it was done rather than given up. */
export function formDialog(options: FormDialogOptions): Promise<boolean> {
  const title = element('h2', {}, options.title)
  const fault = element('p', { class: 'fault', role: 'alert' })
  const cancel = button({ label: 'Cancel', onClick: () => dialog.close() })
  const submit = element('button', { type: 'submit', class: 'primary' }, options.submit)
  const buttons = element('div', { class: 'buttons' }, cancel, submit)
  const form = element('form', { method: 'dialog' }, title, ...options.content, fault, buttons)
  const dialog = element('dialog', { 'aria-label': options.title }, form)
  let done = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    // Once is enough, however often Enter is pressed.
    if (submit.disabled) return
    submit.disabled = true
    fault.textContent = ''
    const wrong = await options.onSubmit()
    submit.disabled = false
    if (wrong === undefined) {
      done = true
      dialog.close()
    } else {
      fault.textContent = wrong
    }
  })
  showModal(dialog)
  return new Promise((answer) => dialog.addEventListener('close', () => answer(done)))
}
