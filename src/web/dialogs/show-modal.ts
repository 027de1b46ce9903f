import { byId } from '../by-id.js'

/**
 * Opens a dialog above everything else. Messages move into it as long as it is open: what is outside of a modal dialog
 * is inert and unread. It is taken out of the page when it closes.
 */
export function showModal(dialog: HTMLDialogElement): void {
  const news = byId('news')
  const home = news.parentElement
  document.body.append(dialog)
  dialog.showModal()
  dialog.append(news)
  dialog.addEventListener('close', () => {
    home?.append(news)
    dialog.remove()
  })
}
