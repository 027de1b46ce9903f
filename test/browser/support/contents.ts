/** A picture of one dot. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64'
)

/** A document of one empty page. */
export const pdf = Buffer.from(
  [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj',
    'trailer<</Root 1 0 R>>',
    '%%EOF',
  ].join('\n')
)

/** A film of a few frames, in WebM, without sound. */
export const film = Buffer.from(
  [
    'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAIAEU2bdLlNu4tTq4QVSalmU6yBbk27i1OrhBZU',
    'rmtTrIGTTbuLU6uEH0O2dVOsgdRNu4xTq4QcU7trU6yCAe7srgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAVSalmoCrXsYMPQkBEiYRDTAgxTYCGQ2hyb21lV0GGQ2hyb21lFlSua7yuuteBAXPFh1tZpBe9Sr2DgQFV7oEBhoVW',
    'X1ZQOOCdsIEQuoEMU8CBAVWwkFWxgQFVuYECVbqBDVW7gQEfQ7Z1AQAAAAAAAQ7ngQCg6aG+gQAAALACAJ0BKhAADAAABwiFhYiZ',
    'hIgBJBATrVAfwBBn79j+/n/P/+++HvfD3vh/nF//qNH+o0f6jR/+oZB1oaampO6BAaWfEAIAnQEqEAAMAAAHCIWFiJmEiAEkEABg',
    'awD+/7qDAKDPoa6BAGMA8QEAABAJIADAOcBBqf+Wagbg/vBF3//SWivAIx/+ktf/5D7V68Uv/ILAdaGZppfugQGlktEBAAAQCSAA',
    'wADCwX+gAEAAAPuBAKDNoayBAMwAsQEAABAJIADAAYH/oGAGEP7/S/7//WJS1KWpX/1iV/8bqk3Rpu+ygHWhmaaX7oEBpZLRAQAA',
    'EAkgAMAAwsF/oABAAAD7gWMcU7trjbuLs4EAt4b3gQHxgdQ=',
  ].join(''),
  'base64'
)
