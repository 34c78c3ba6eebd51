import { Component, type ReactNode } from 'react';
import { ErrorState } from '../design/states.tsx';

/** A page that breaks leaves the rest of the dashboard standing. */
export class FailureBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} retry={() => location.reload()} />;
  }
}
