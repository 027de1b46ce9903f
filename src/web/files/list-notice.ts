import { button } from '../button.js'
import { element } from '../element.js'
import { isolated } from '../news/isolated.js'

/** What is to be said in place of rows. */
export type Notice =
  | { readonly is: 'nothing' }
  | { readonly is: 'empty' }
  | { readonly is: 'not-found'; readonly search: string }
  | { readonly is: 'refused'; askForToken(): void }
  | { readonly is: 'not-for-this-token'; readonly why: string; askForToken(): void }
  | { readonly is: 'failed'; readonly why: string }

/** Says below the head of the table why there are no rows. */
export function showNotice(host: HTMLElement, notice: Notice): void {
  host.hidden = notice.is === 'nothing'
  host.replaceChildren(...contentOf(notice))
}

function contentOf(notice: Notice): Node[] {
  switch (notice.is) {
    case 'nothing':
      return []
    case 'empty':
      return [
        element('p', { class: 'headline' }, 'No files yet'),
        element('p', {}, 'What you add above appears here, for everyone who may see this page.'),
      ]
    case 'not-found':
      return [
        element('p', { class: 'headline' }, 'Nothing found'),
        element('p', {}, `No file has “${isolated(notice.search)}” in its name.`),
      ]
    case 'refused':
      return [
        element('p', { class: 'headline' }, 'An access token is needed'),
        element('p', {}, 'The files are shown to those who have one.'),
        button({ label: 'Enter a token', className: 'primary', onClick: notice.askForToken }),
      ]
    case 'not-for-this-token':
      return [
        element('p', { class: 'headline' }, 'The files are not shown'),
        element('p', {}, notice.why),
        button({ label: 'Enter another token', onClick: notice.askForToken }),
      ]
    case 'failed':
      return [
        element('p', { class: 'headline' }, 'This cannot be listed'),
        element('p', {}, notice.why),
      ]
  }
}
