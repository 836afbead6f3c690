import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ledger } from '../../shared/analysis/ledger/ledger.js';
import { CANCELLABLE, type LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { SystemInfo } from '../../shared/api/system.js';
import { sessionId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import { serve } from '../../shared/protocol/server.js';
import { abortSignal } from '../api/abort-signal.js';
import { announced } from '../api/announced.js';
import { bulkQuery } from '../api/bulk-query.js';
import { encodeSeries } from '../api/bulk-series.js';
import { findingsService } from '../api/findings-service.js';
import { inventoryService } from '../api/inventory-service.js';
import { createOpenSessions } from '../api/open-sessions.js';
import { originalPlaces } from '../api/original-places.js';
import { portChannel } from '../api/port-channel.js';
import { noSuchProcess, processesService } from '../api/processes-service.js';
import { recordingService } from '../api/recording-service.js';
import { createRecordings } from '../api/recordings.js';
import { sessionReport } from '../api/report/session-report.js';
import { allocationQuerySchema, seriesQuerySchema, sessionSchema } from '../api/schemas.js';
import { bulkCalls } from '../api/session-allocations.js';
import { sessionsService } from '../api/sessions-service.js';
import { snapshotsService } from '../api/snapshots-service.js';
import { sourcesService } from '../api/sources-service.js';
import { systemService } from '../api/system-service.js';
import { validated } from '../api/validated.js';
import { nativeDriver } from '../drivers/native/native-driver.js';
import { nativeOffers } from '../drivers/native/native-offers.js';
import { nativeWays } from '../drivers/native/native-ways.js';
import { pythonDriver } from '../drivers/python/python-driver.js';
import { createRegistry } from '../drivers/registry.js';
import { addressBook } from '../drivers/v8/address-listing.js';
import { watchedOpenings } from '../drivers/v8/late-opening.js';
import { v8Driver } from '../drivers/v8/v8-driver.js';
import { createHeapEngine } from '../engine/create-heap-engine.js';
import { createProcessTable } from '../processes/create-process-table.js';
import { machineChecks } from '../processes/machine-checks.js';
import { workingFolder } from '../processes/working-folder.js';
import { createRecorder } from '../recorder/create-recorder.js';
import { createSampler } from '../samplers/create-sampler.js';
import { OwnCost } from '../samplers/own-cost.js';
import { askSession, type StartAsking } from '../store/ask/ask-session.js';
import { copyPart } from '../store/copy-part.js';
import { copySession } from '../store/copy-session.js';
import { countTypes } from './count-types.js';
import { autosavePath, recentFiles, verdictsFile } from './data-folder.js';
import { findHolders } from './find-holders.js';
import type { Host } from './host.js';
import { keptVerdicts } from './kept-verdicts.js';
import { launch } from './launch.js';
import { agentFolder, askProgram, closerProgram, leaverProgram, workerFile } from './places.js';
import { snapshotToFile } from './snapshot-to-file.js';
import { VERSION } from './version.js';

/** Open snapshots may take this share of the machine; the oldest is dropped and comes back when asked for. */
const ENGINE_SHARE = 0.4;

export interface HostOptions {
  readonly shell: SystemInfo['shell'];
  /** How the program that answers SQL is started; absent, as a child of this one. */
  readonly startAsking?: StartAsking;
}

export function createHost({ shell, startAsking }: HostOptions): Host {
  const listeners = new Set<(topic: string, value: unknown) => void>();
  const emit = (topic: string, value: unknown): void => {
    for (const listener of listeners) listener(topic, value);
  };
  const leaver = leaverProgram();
  const processes = createProcessTable();
  const registry = createRegistry(
    [v8Driver({ closer: closerProgram() }), pythonDriver({ agentFolder: agentFolder() }), nativeDriver()],
    addressBook,
  );
  const engine = createHeapEngine({
    workerUrl: pathToFileURL(workerFile()),
    memoryLimit: totalmem() * ENGINE_SHARE,
  });
  const sessions = createOpenSessions(engine);
  const recorder = createRecorder({
    processes,
    driverFor: registry.driverFor,
    processAt: addressBook.processAt,
    engine,
    nativeWays: (target) => nativeWays(target, leaver),
    workingFolder,
    createSampler: (options) => createSampler({ ...options, ledger }),
  });
  const recordings = createRecordings(recorder, sessions, emit);

  const snapshots = snapshotsService(
    engine,
    (snapshot) => sessions.ensure(snapshot),
    (snapshot) => originalPlaces(sessions.entry(sessionId(snapshot.split('/', 1)[0]))),
  );
  const verdicts = keptVerdicts(verdictsFile);
  const findings = findingsService(
    sessions,
    {
      callTree: (parts, steps, call) => engine.callTree(parts, steps, call),
      compare: async (base, compared, repeats, call) => {
        await sessions.ensure(base);
        await sessions.ensure(compared);
        return engine.evidence(base, compared, repeats, { signal: abortSignal(call?.signal) });
      },
      held: async (snapshot, objects, call) => {
        await sessions.ensure(snapshot);
        return engine.entries(snapshot, objects, { signal: abortSignal(call?.signal) });
      },
    },
    (session, found) => {
      const { path, live, info } = sessions.entry(session).summary();
      if (!live) verdicts.keep({ path, duration: info.duration, snapshots: info.snapshots.length }, found);
    },
  );
  const ownCost = new OwnCost();
  const services: LeakscopeApi = {
    processes: processesService({ table: processes, registry, machineChecks }),
    recording: recordingService({
      recordings,
      autosavePath,
      launch,
      leaver,
      nativeOffers: async (pid, tool) => {
        const found = await processes.get(pid);
        if (!found) throw noSuchProcess(pid);
        return nativeOffers(found, tool);
      },
      nameOf: async (pid) => (await processes.get(pid))?.name ?? String(pid),
    }),
    sessions: sessionsService({
      sessions,
      recordings,
      engine,
      report: (entry, call) => sessionReport(entry, findings, VERSION, call),
      recent: () => verdicts.beside(recentFiles()),
      copy: copySession,
      copyPart,
      ask: (path, query, signal) => askSession(askProgram(), path, query, signal, { start: startAsking }),
    }),
    snapshots,
    inventory: inventoryService({ sessions, recordings }),
    findings,
    sources: sourcesService(sessions, engine),
    system: systemService(VERSION, shell, () => ownCost.read(0)),
  };
  const api = announced(services, emit);
  const attachable = async (of: number | string): Promise<ProcessInfo> => {
    const found = typeof of === 'string' ? await addressBook.processAt(of) : await processes.get(of);
    if (!found) throw noSuchProcess(Number(of));
    if (!found.attachable)
      throw new Failure('not-attachable', found.reason ?? `Process ${of} cannot be attached to.`);
    return found;
  };
  const join: Host['join'] = (channel) => {
    const peer = serve(channel, api as never, CANCELLABLE);
    listeners.add(peer.emit);
    channel.onClose(() => listeners.delete(peer.emit));
  };
  return {
    api,
    join,
    joinPort: (port) => join(portChannel(port)),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async bulkSeries(parameters) {
      const session = validated(sessionSchema, parameters.get('session'), 'session');
      const query = validated(seriesQuerySchema, seriesQuery(parameters), 'query');
      return encodeSeries(sessions.entry(session).series(query));
    },
    async bulkCalls(parameters) {
      const session = validated(sessionSchema, parameters.get('session'), 'session');
      const given = bulkQuery(
        parameters,
        ['target', 'from', 'to', 'baseTarget', 'baseFrom', 'baseTo'],
        ['source', 'base', 'baseSource'],
      );
      const query = validated(allocationQuerySchema, given, 'query');
      return bulkCalls(engine, sessions.entry(session), query, query.base && sessions.entry(query.base));
    },
    async show(files) {
      for (const file of files) {
        const { id } = await api.sessions.open(resolve(file));
        emit('show', { session: id });
      }
    },
    fileSize: (session) => sessions.entry(session).summary().fileSize,
    async snapshotToFile(of, path, call) {
      const found = await attachable(of);
      return snapshotToFile(registry.driverFor(found), engine, found, path, call);
    },
    async countTypes(pid, again, call) {
      const found = await attachable(pid);
      return countTypes(registry.driverFor(found), found, again, call);
    },
    async holders(pid, query, call) {
      const found = await attachable(pid);
      return findHolders(registry.driverFor(found), engine, found, query, call);
    },
    watching: watchedOpenings,
    async dispose() {
      await recordings.stopAll();
      sessions.closeAll();
      processes.dispose();
      await engine.dispose();
    },
  };
}

function seriesQuery(parameters: URLSearchParams): object {
  const number = (name: string): number => Number(parameters.get(name) ?? Number.NaN);
  return {
    target: number('target'),
    names: (parameters.get('names') ?? '').split(',').filter(Boolean),
    from: number('from'),
    to: number('to'),
    points: number('points'),
  };
}
