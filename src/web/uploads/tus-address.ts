/**
 * Where an upload is asked for: what the service calls it may be an address for others (`PUBLIC_URL`, a proxy, a page that was
 * open under another name), so that only its id counts.
 */
export function tusAddress(endpoint: string, address: string): string {
  const id = /\/tus\/([^/]+)\/?$/.exec(new URL(address, endpoint).pathname)?.[1]
  return id === undefined ? endpoint : `${endpoint}/${id}`
}

/**
 * The file that an upload has become, by the address of either, which end in the same id. The link is the public one where the
 * service knows it, else the one below this page.
 */
export function fileOf(
  endpoint: string,
  address: string
): { id: string; link: string } | undefined {
  const told = new URL(address, endpoint)
  const id = /\/(?:tus|files)\/([^/]+)$/.exec(told.pathname)?.[1]
  if (id === undefined) return undefined
  const base = told.origin === new URL(endpoint).origin ? endpoint : new URL('../tus', told)
  return { id, link: new URL(`files/${id}`, base).href }
}
