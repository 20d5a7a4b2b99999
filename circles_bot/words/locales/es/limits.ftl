### Lo que se dice cuando alguien hace muchísimo de una vez.

flood =
    Eso fue mucho de una vez. Lo último no cambió nada; prueba otra vez en un minuto.
flood-today =
    Eso fue mucho para un día. Lo último no cambió nada; mañana vuelve a haber lugar. Irse y hacer una pausa funcionan siempre.
flood-busy =
    Ahora mismo muchísimas personas eligen algo a la vez, así que esto no se tomó. Prueba otra vez en un minuto; nada de lo que había se pierde.
