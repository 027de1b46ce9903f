import { formDialog } from '../dialogs/form-dialog.js'
import { element } from '../element.js'
import type { KeptToken } from './kept-token.js'

/** Asks for a token and keeps it, or forgets the one that is kept; whether something changed. `reason` says why. */
export function askForToken(kept: KeptToken, reason: string): Promise<boolean> {
  const input = element('input', {
    id: 'token-input',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: kept.value === undefined,
    autofocus: true,
    'aria-describedby': 'token-reason',
  })
  const remember = element('input', { type: 'checkbox' })
  return formDialog({
    title: 'Access token',
    content: [
      element('p', { id: 'token-reason' }, reason),
      element('label', { for: 'token-input' }, 'Token'),
      input,
      element('label', { class: 'check' }, remember, 'Remember it on this device'),
    ],
    submit: 'Use token',
    async onSubmit() {
      const token = input.value.trim()
      if (token === '') kept.forget()
      else kept.keep(token, { remember: remember.checked })
      return undefined
    },
  })
}
