import type { System } from '../../harness/model/system.ts'
import { classicModelsApi } from './classic-models-api.ts'
import { classicModelsMcp } from './classic-models-mcp.ts'
import { mcpFront } from './mcp-front.ts'
import { mcpToolkitApiKey } from './mcp-toolkit-api-key.ts'
import { mcpToolkitNone } from './mcp-toolkit-none.ts'
import { mcpToolkitOauth } from './mcp-toolkit-oauth.ts'
import { missionControlClerk } from './mission-control-clerk.ts'
import { missionControlLocal } from './mission-control-local.ts'

/** All systems that a configuration is named after. */
export const documentedSystems: readonly System[] = [
  missionControlLocal,
  missionControlClerk,
  mcpFront,
  mcpToolkitNone,
  mcpToolkitApiKey,
  mcpToolkitOauth,
  classicModelsApi,
  classicModelsMcp,
]
