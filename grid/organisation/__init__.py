"""Who works where, with which rights: agencies (机构), officers (民警), roles, client systems."""
