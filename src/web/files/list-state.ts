export const sorts = ['created', 'name', 'size', 'downloads'] as const
export type Sort = (typeof sorts)[number]
export type Order = 'asc' | 'desc'

/** Rows of a page: few enough to be shown at once, enough not to turn pages all the time. */
const pageSize = 50

/** How each column is first sorted when it is chosen: what people look for then comes first. */
const firstOrder: Readonly<Record<Sort, Order>> = {
  created: 'desc',
  name: 'asc',
  size: 'desc',
  downloads: 'desc',
}

/** Which part of the list is looked at. Whatever is changed about it leads back to the first page. */
export class ListState {
  #search = ''
  #sort: Sort = 'created'
  #order: Order = firstOrder.created
  /** Where the pages begin that were turned so far; the first one begins nowhere. */
  #cursors: string[] = []

  get search(): string {
    return this.#search
  }

  get sort(): Sort {
    return this.#sort
  }

  get order(): Order {
    return this.#order
  }

  /** From 1. */
  get page(): number {
    return this.#cursors.length + 1
  }

  get query() {
    const cursor = this.#cursors.at(-1)
    return {
      limit: pageSize,
      sort: this.#sort,
      order: this.#order,
      ...(this.#search !== '' && { name: this.#search }),
      ...(cursor !== undefined && { cursor }),
    }
  }

  searchFor(text: string): void {
    this.#search = text
    this.#cursors = []
  }

  sortBy(sort: Sort, order: Order = firstOrder[sort]): void {
    this.#sort = sort
    this.#order = order
    this.#cursors = []
  }

  /** What a click on the head of a column does: sort by it, or the other way round. */
  chooseColumn(sort: Sort): void {
    const turned = this.#order === 'asc' ? 'desc' : 'asc'
    this.sortBy(sort, sort === this.#sort ? turned : firstOrder[sort])
  }

  turnTo(cursor: string): void {
    this.#cursors.push(cursor)
  }

  turnBack(): void {
    this.#cursors.pop()
  }
}
