import { byId } from '../by-id.js'
import { icon } from '../icons/icon.js'
import { type ListState, type Order, type Sort, sorts } from './list-state.js'

/** Milliseconds without a key after which a search begins. */
const pause = 250

/** Search and order: what index.html has for them changes the state, and `onChange` is told. */
export function listControls(state: ListState, onChange: () => void): void {
  const search = byId<HTMLInputElement>('search')
  const select = byId<HTMLSelectElement>('sort')
  let timer: ReturnType<typeof setTimeout> | undefined
  const searchNow = () => {
    clearTimeout(timer)
    const text = search.value.trim()
    if (text === state.search) return
    state.searchFor(text)
    onChange()
  }
  search.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(searchNow, pause)
  })
  // Enter, and the cross that empties the field.
  search.addEventListener('search', searchNow)
  search.addEventListener('change', searchNow)

  const showOrder = () => {
    select.value = `${state.sort} ${state.order}`
    for (const head of document.querySelectorAll<HTMLElement>('[data-sort]')) {
      const isChosen = head.dataset.sort === state.sort
      head.ariaSort = isChosen ? (state.order === 'asc' ? 'ascending' : 'descending') : 'none'
      head.querySelector('svg')?.remove()
      if (isChosen) head.firstElementChild?.append(icon(state.order === 'asc' ? 'up' : 'down'))
    }
  }
  const reorder = (change: () => void) => {
    change()
    showOrder()
    onChange()
  }
  for (const sort of sorts) {
    const head = document.querySelector(`[data-sort="${sort}"] button`)
    head?.addEventListener('click', () => reorder(() => state.chooseColumn(sort)))
  }
  select.addEventListener('change', () => {
    const [sort, order] = select.value.split(' ') as [Sort, Order]
    reorder(() => state.sortBy(sort, order))
  })
  showOrder()
}
