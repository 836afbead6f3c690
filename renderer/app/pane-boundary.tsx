import { Component, type ReactNode } from 'react';
import { saying } from '../../shared/base/failure.js';
import { Button } from '../widgets/button.js';
import { TroubleCard } from '../widgets/trouble-card.js';
import { words } from './words.js';

interface PaneBoundaryProps {
  readonly children: ReactNode;
}

/** A pane that fails says so at its place and can be tried again; the rest of the window goes on. */
export class PaneBoundary extends Component<PaneBoundaryProps, { readonly message?: string }> {
  override state: { readonly message?: string } = {};

  static getDerivedStateFromError(error: unknown): { message: string } {
    return { message: saying(error) };
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <TroubleCard message={words.paneFailed} remedy={message.slice(0, 500)}>
        <Button onClick={() => this.setState({ message: undefined })}>{words.again}</Button>
      </TroubleCard>
    );
  }
}
