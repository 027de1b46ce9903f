import { describe, expect, test, vi } from 'vitest'
import { Selection } from '../../src/web/files/selection.js'
import { fileOf, namesOf } from './support/files.js'

const files = [...'abcdef'].map((name) => fileOf(name))
const at = (name: string) => files.find(({ file_name }) => file_name === name) ?? fileOf(name)

function selecting() {
  const onChange = vi.fn()
  const selection = new Selection(onChange)
  return { selection, onChange, picked: () => namesOf(selection.files).sort().join('') }
}

describe('a selection', () => {
  test('extends from the file that was picked last, in either direction', () => {
    const { selection, picked } = selecting()
    selection.set([at('b')], true)
    selection.extend(at('d'), files, true)
    expect(picked()).toBe('bcd')
    selection.extend(at('a'), files, true)
    expect(picked()).toBe('abcd')
  })

  test('extends what is taken out of it as well', () => {
    const { selection, picked } = selecting()
    selection.set(files, true)
    selection.set([at('b')], false)
    selection.extend(at('d'), files, false)
    expect(picked()).toBe('aef')
  })

  test('begins where it is extended to when there is no file to begin at', () => {
    const { selection, picked } = selecting()
    selection.extend(at('c'), files, true)
    expect(picked()).toBe('c')
    selection.set([fileOf('on another page')], true)
    selection.extend(at('e'), files, true)
    expect(selection.files).toHaveLength(3)
  })

  test('knows the newest state of its files, and no others', () => {
    const { selection } = selecting()
    selection.set([at('a')], true)
    selection.update([fileOf('a', { revision: 2 }), fileOf('b', { revision: 2 })])
    expect(selection.files).toEqual([fileOf('a', { revision: 2 })])
  })

  test('tells only what has changed about it', () => {
    const { selection, onChange, picked } = selecting()
    selection.set([at('a'), at('b')], true)
    onChange.mockClear()
    selection.drop(['id-of-c'])
    expect(onChange).not.toHaveBeenCalled()
    selection.drop(['id-of-a'])
    expect([onChange.mock.calls.length, picked()]).toEqual([1, 'b'])
    selection.clear()
    expect(picked()).toBe('')
  })
})
