import { printable } from '../../shared/base/printable.js';
import './path-name.css';

interface PathNameProps {
  readonly path: string;
  readonly className?: string;
}

/** A path from a target, cut before its file name where it is too long; whole on hover. */
export function PathName({ path, className }: PathNameProps) {
  const shown = printable(path, 1000);
  const at = Math.max(shown.lastIndexOf('/', shown.length - 2), shown.lastIndexOf('\\', shown.length - 2));
  return (
    <bdi className={['path-name', className].filter(Boolean).join(' ')} title={shown}>
      <span className="cut">{shown.slice(0, Math.max(0, at))}</span>
      <span className="cut path-file">{shown.slice(Math.max(0, at))}</span>
    </bdi>
  );
}
