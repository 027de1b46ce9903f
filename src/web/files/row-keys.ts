import type { FileInfo } from '../../client/client.js'
import type { FileTable } from './file-table.js'

interface KeyActions {
  delete(file: FileInfo): void
  rename(file: FileInfo): void
  toggle(file: FileInfo): void
  pickAll(): void
  clear(): void
}

/** What keys do in the list: they go from row to row, and do what the buttons do. */
export function listenToKeys(body: HTMLElement, table: FileTable, actions: KeyActions): void {
  const go = (step: number) => {
    const { rows, focusedAt } = table
    const to = focusedAt + step
    rows[Math.max(0, Math.min(to, rows.length - 1))]?.focus()
  }
  body.addEventListener('keydown', (event) => {
    const file = table.rows[table.focusedAt]?.file
    if (!file || event.altKey || event.shiftKey) return
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== 'a') return
      event.preventDefault()
      return actions.pickAll()
    }
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(1),
      ArrowUp: () => go(-1),
      j: () => go(1),
      k: () => go(-1),
      Home: () => go(Number.NEGATIVE_INFINITY),
      End: () => go(Number.POSITIVE_INFINITY),
      x: () => actions.toggle(file),
      F2: () => actions.rename(file),
      Delete: () => actions.delete(file),
      Escape: () => actions.clear(),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
}
