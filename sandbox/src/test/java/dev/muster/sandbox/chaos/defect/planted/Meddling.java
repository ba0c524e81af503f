package dev.muster.sandbox.chaos.defect.planted;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** What is done in the place of a call. */
@FunctionalInterface
interface Meddling {

    /** Answers a call, by way of the original or not. */
    @Nullable Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;

    /** Something that looks like an interface's implementation, and is meddled with. */
    static Object with(Class<?> type, Meddling meddling) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> meddling.answer(method, arguments));
    }

    /** What the original answers. */
    static @Nullable Object original(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
