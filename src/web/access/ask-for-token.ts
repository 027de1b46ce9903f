import { showModal } from '../dialogs/show-modal.js'
import { element } from '../element.js'
import type { KeptToken } from './kept-token.js'

/** Asks for a token and keeps it; whether one was given. `reason` says why it is asked for. */
export function askForToken(kept: KeptToken, reason: string): Promise<boolean> {
  const input = element('input', {
    id: 'token-input',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
    'aria-describedby': 'token-reason',
  })
  const remember = element('input', { type: 'checkbox' })
  const dialog = element(
    'dialog',
    { 'aria-labelledby': 'token-title' },
    element(
      'form',
      { method: 'dialog' },
      element('h2', { id: 'token-title' }, 'Access token'),
      element('p', { id: 'token-reason' }, reason),
      element('label', { for: 'token-input' }, 'Token'),
      input,
      element('label', { class: 'check' }, remember, 'Remember it on this device'),
      element(
        'div',
        { class: 'buttons' },
        element('button', { type: 'submit', value: '', formnovalidate: true }, 'Cancel'),
        element('button', { type: 'submit', value: 'use', class: 'primary' }, 'Use token')
      )
    )
  )
  showModal(dialog)
  input.focus()
  return new Promise((answer) => {
    dialog.addEventListener('close', () => {
      const given = dialog.returnValue === 'use'
      if (given) kept.keep(input.value.trim(), { remember: remember.checked })
      answer(given)
    })
  })
}
