import { describe, expect, test } from 'vitest'
import { ListState } from '../../src/web/files/list-state.js'

describe('what is looked at of the list', () => {
  test('is the newest files at first', () => {
    expect(new ListState().query).toEqual({ limit: 50, sort: 'created', order: 'desc' })
  })

  test('turns pages forth and back', () => {
    const state = new ListState()
    state.turnTo('second')
    state.turnTo('third')
    expect([state.page, state.query.cursor]).toEqual([3, 'third'])
    state.turnBack()
    expect([state.page, state.query.cursor]).toEqual([2, 'second'])
    state.turnBack()
    state.turnBack()
    expect([state.page, state.query.cursor]).toEqual([1, undefined])
  })

  test.each([
    ['a search', (state: ListState) => state.searchFor('x')],
    ['another order', (state: ListState) => state.sortBy('name')],
    ['a column', (state: ListState) => state.chooseColumn('size')],
  ])('goes back to the first page with %s', (_, change) => {
    const state = new ListState()
    state.turnTo('second')
    change(state)
    expect([state.page, state.query.cursor]).toEqual([1, undefined])
  })

  test('is turned round by the column that it is sorted by, and sorted anew by another', () => {
    const state = new ListState()
    const orders = (['created', 'created', 'name', 'name', 'size', 'downloads'] as const).map(
      (column) => {
        state.chooseColumn(column)
        return `${state.sort} ${state.order}`
      }
    )
    expect(orders).toEqual([
      'created asc',
      'created desc',
      'name asc',
      'name desc',
      'size desc',
      'downloads desc',
    ])
  })

  test('has no filter where nothing is searched for', () => {
    const state = new ListState()
    state.searchFor('a b')
    expect(state.query.name).toBe('a b')
    state.searchFor('')
    expect(state.query).not.toHaveProperty('name')
  })
})
