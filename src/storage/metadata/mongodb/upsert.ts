import { isDuplicate } from './errors.js'

/**
 * Makes an upsert by `_id`, and once more where somebody else inserted the same document between its look and its
 * insert: the second one finds it.
 */
export async function upsert<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    return call()
  }
}
