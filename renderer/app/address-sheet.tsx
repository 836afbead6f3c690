import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { printable } from '../../shared/base/printable.js';
import { useEngine } from '../connection/engine.js';
import { type Trouble, troubleOf } from '../state/trouble.js';
import { useWorkspace } from '../state/workspace.js';
import { Button } from '../widgets/button.js';
import { words } from './words.js';

/** Asks for the address of an inspector, looks what answers there, and records it; what went wrong stands below. */
export function AddressSheet({ onDone }: { readonly onDone: () => void }) {
  const { services } = useEngine();
  const { commands } = useWorkspace();
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const address = text.trim();
  const attach = async (): Promise<void> => {
    setAsking(true);
    setTrouble(undefined);
    try {
      const found = await services.processes.behind(address);
      onDone();
      void commands.attachAddress(found.address, words.attachingTo(printable(found.address, 100)));
    } catch (error) {
      setTrouble(troubleOf(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (address !== '' && !asking) void attach();
      }}
    >
      <Dialog.Title className="card-name">{words.addressTitle}</Dialog.Title>
      <label className="column ask-label">
        <span className="support">{words.addressField}</span>
        <input
          className="field mono"
          value={text}
          maxLength={1000}
          spellCheck={false}
          autoComplete="off"
          placeholder="127.0.0.1:9229"
          aria-invalid={trouble !== undefined}
          // biome-ignore lint/a11y/noAutofocus: the sheet was opened to be typed into
          autoFocus
          onChange={(event) => {
            setText(event.target.value);
            setTrouble(undefined);
          }}
        />
      </label>
      <div role="alert">
        {trouble && (
          <>
            <p className="address-trouble">{printable(trouble.message, 500)}</p>
            {trouble.remedy && <p className="support">{printable(trouble.remedy, 500)}</p>}
          </>
        )}
      </div>
      <p className="about">{words.addressAbout}</p>
      <div className="row">
        <button type="submit" className="button button-main" disabled={address === '' || asking}>
          {asking ? words.addressAsking : words.addressDo}
        </button>
        <span className="grow" />
        <Dialog.Close render={<Button kind="bare" />}>{words.cancel}</Dialog.Close>
      </div>
    </form>
  );
}
