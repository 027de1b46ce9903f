import { expect, test } from 'vitest'
import { KeptToken } from '../../src/web/access/kept-token.js'

function storage() {
  const items = new Map<string, string>()
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
}

test('a token is kept in one place, for the tab or for longer, until it is forgotten', () => {
  const session = storage()
  const local = storage()
  const kept = new KeptToken({ session, local })
  expect(kept.value).toBeUndefined()
  kept.keep('one', { remember: false })
  expect([kept.value, session.items.size, local.items.size]).toEqual(['one', 1, 0])
  kept.keep('two', { remember: true })
  expect([kept.value, session.items.size, local.items.size]).toEqual(['two', 0, 1])
  kept.forget()
  expect([kept.value, session.items.size, local.items.size]).toEqual([undefined, 0, 0])
})

test('whoever listens hears of every token that is kept or forgotten, when it is', () => {
  const kept = new KeptToken({ session: storage(), local: storage() })
  const heard: (string | undefined)[] = []
  kept.listen(() => heard.push(kept.value))
  kept.keep('one', { remember: false })
  kept.keep('two', { remember: true })
  kept.forget()
  expect(heard).toEqual(['one', 'two', undefined])
})
