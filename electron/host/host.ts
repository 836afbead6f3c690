import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import { CANCELLABLE } from '../../shared/api/leakscope-api.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { Channel } from '../../shared/protocol/channel.js';
import { serve } from '../../shared/protocol/server.js';

export type Host = {};
