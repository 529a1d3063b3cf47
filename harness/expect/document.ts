import type { Observed } from '../model/expectation.ts'
import { jsonObject } from '../wire/json-object.ts'

/** The JSON object in the body of an answer; undefined when it is none. */
export const documentOf = ({ exchange }: Observed): Readonly<Record<string, unknown>> | undefined =>
  jsonObject(exchange.response?.body ?? '')
