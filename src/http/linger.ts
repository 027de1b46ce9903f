/** What is still read and dropped of a body that nobody wants, so that its sender gets to read the answer. */
export const lingerBytes = 4 * 1024 * 1024
export const lingerMs = 2000
