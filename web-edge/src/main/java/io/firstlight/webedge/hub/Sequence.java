package io.firstlight.webedge.hub;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** One iterator after the other. */
final class Sequence<T> implements Iterator<T> {

    private final Iterator<Iterator<T>> parts;
    private Iterator<T> current = List.<T>of().iterator();

    Sequence(List<Iterator<T>> parts) {
        this.parts = parts.iterator();
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && parts.hasNext()) {
            current = parts.next();
        }
        return current.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}
