import { createRoot } from 'react-dom/client';
import { createEngine, EngineProvider } from '../connection/engine.js';
import { createWorkspace, WorkspaceProvider } from '../state/workspace.js';
import { Window } from './window.js';
import '../theme/base.css';

const engine = createEngine();
const workspace = createWorkspace(engine.services, engine.onEvent, localStorage);
const place = document.getElementById('window');

if (place)
  createRoot(place).render(
    <EngineProvider value={engine}>
      <WorkspaceProvider value={workspace}>
        <Window />
      </WorkspaceProvider>
    </EngineProvider>,
  );
