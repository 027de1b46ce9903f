import type { Suite } from '../../support/suite.js'

/** Where the page of a server is. */
export const pageOf = ({ server }: Suite): string => `http://127.0.0.1:${server.port}/`
